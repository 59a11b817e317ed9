"""A key says who made it and when it was last used."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0010_teams")]
    operations = [
        migrations.AddField("apikey", "made_by_id", models.UUIDField(null=True)),
        migrations.AddField("apikey", "last_used_at", models.DateTimeField(null=True)),
    ]
