"""A case may be about nobody, and its type come from a capability instead of a pack."""

from django.db import migrations, models

PROTECT = models.PROTECT


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_restricted"), ("kernel", "0014_key_holders")]
    operations = [
        migrations.AlterField(
            "case", "person", models.ForeignKey("kernel.person", PROTECT, null=True, related_name="+")
        ),
        migrations.AlterField(
            "case", "pack", models.ForeignKey("kernel.packversion", PROTECT, null=True, related_name="+")
        ),
        migrations.AlterField(
            "note", "person", models.ForeignKey("kernel.person", PROTECT, null=True, related_name="+")
        ),
    ]
