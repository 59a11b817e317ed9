"""A rule may decide about a matter that is about nobody."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rules", "0004_proposals")]
    operations = [
        migrations.AlterField(
            "decision",
            "person",
            models.ForeignKey("kernel.person", models.PROTECT, null=True, related_name="+"),
        ),
    ]
