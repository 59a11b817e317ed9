"""The days on which organisations work."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import moothall.kernel.clock


class Migration(migrations.Migration):
    dependencies = [("kernel", "0005_whose")]
    operations = [
        migrations.CreateModel(
            name="WorkingCalendar",
            fields=[
                ("id", models.UUIDField(default=moothall.kernel.clock.uuid7, primary_key=True, serialize=False)),
                ("slug", models.SlugField(max_length=60)),
                ("name", models.CharField(max_length=100)),
                ("weekdays", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), size=None)),
                ("holiday_rule", models.CharField(max_length=40)),
                ("also_closed", django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), default=list, size=None)),
                ("organisation", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.organisation")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "slug"), name="kernel_workingcalendar_once")
                ],
            },
        ),
    ]
