"""Who made a booking, so that a mandate reaches what was held under it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0002_working_calendar")]
    operations = [migrations.AddField("booking", "made_by_id", models.UUIDField(null=True))]
