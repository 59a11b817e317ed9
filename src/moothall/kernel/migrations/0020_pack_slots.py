"""What an organisation filled in when it adopted a pack."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0019_connections")]
    operations = [migrations.AddField("packversion", "slots", models.JSONField(default=dict))]
