"""A matter that is about nobody can be read for a reason too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0014_key_holders")]
    operations = [migrations.AlterField("reason", "person_id", models.UUIDField(null=True))]
