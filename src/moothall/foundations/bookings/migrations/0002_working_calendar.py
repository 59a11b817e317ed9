"""On which days what can be booked is worked."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0001_initial"), ("kernel", "0006_calendars")]
    operations = [
        migrations.AddField(
            "resource",
            "working_calendar",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.workingcalendar"),
        )
    ]
