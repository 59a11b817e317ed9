"""When the time a matter was kept for was over."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0006_calendars")]
    operations = [migrations.AddField("matter", "erased_at", models.DateTimeField(null=True))]
