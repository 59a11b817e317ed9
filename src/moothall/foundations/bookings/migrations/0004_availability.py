"""Openings may go on to the next day, and a slot knows whether it is closed because no rule makes it any more."""

from datetime import time

from django.db import migrations, models

LASTS = ~models.Q(closes=models.F("opens")) | models.Q(opens=time())


class Migration(migrations.Migration):
    dependencies = [("bookings", "0003_made_by")]
    operations = [
        migrations.RemoveConstraint("availability", "bookings_availability_forwards"),
        migrations.AddConstraint(
            "availability", models.CheckConstraint(condition=LASTS, name="bookings_availability_lasts")
        ),
        migrations.AddField("slot", "is_left_out", models.BooleanField(default=False)),
    ]
