"""Whose a keyed outcome is, and which organisation wrote a person down."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_api_keys")]
    operations = [
        migrations.AddField("person", "registered_by_id", models.UUIDField(null=True)),
        migrations.AddField("idempotencykey", "actor_role", models.CharField(default="", max_length=10)),
        migrations.AddField("idempotencykey", "organisation_id", models.UUIDField(null=True)),
    ]
