"""A charge knows with whose account it was made."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("embedded_pay", "0002_unsent")]
    operations = [migrations.AddField("charge", "connection_id", models.UUIDField(null=True))]
