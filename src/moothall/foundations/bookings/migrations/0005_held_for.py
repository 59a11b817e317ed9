"""A place is held for anything, not only for a journey."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0004_availability")]
    operations = [
        migrations.RemoveConstraint("booking", "bookings_one_hold_a_step"),
        migrations.RenameField("booking", "journey_id", "held_for"),
        migrations.AddConstraint(
            "booking",
            models.UniqueConstraint(
                condition=models.Q(("state", "held")),
                fields=("held_for", "step"),
                name="bookings_one_hold_a_step",
            ),
        ),
    ]
