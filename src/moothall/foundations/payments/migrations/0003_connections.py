"""Payments and what providers say of them know through which connection."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0002_held_for")]
    operations = [
        migrations.AddField("payment", "connection_id", models.UUIDField(null=True)),
        migrations.AddField("notice", "connection_id", models.UUIDField(null=True)),
        migrations.RemoveConstraint("notice", "payments_notice_once"),
        migrations.AddConstraint(
            "notice",
            models.UniqueConstraint(
                fields=["provider", "connection_id", "message"],
                nulls_distinct=False,
                name="payments_notice_once",
            ),
        ),
    ]
