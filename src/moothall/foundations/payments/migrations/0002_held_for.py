"""A payment is held for anything, not only for a journey."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial")]
    operations = [
        migrations.RemoveConstraint("payment", "payments_one_a_journey"),
        migrations.RenameField("payment", "journey_id", "held_for"),
        migrations.AddConstraint(
            "payment",
            models.UniqueConstraint(
                condition=models.Q(
                    ("released_at", None), ("state__in", ("created", "authorised", "captured"))
                ),
                fields=("held_for",),
                name="payments_one_at_a_time",
            ),
        ),
    ]
