"""Whose work a matter is, and the reasons of those who read it otherwise."""

import django.db.models.deletion
from django.db import migrations, models

import moothall.kernel.clock

PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [("kernel", "0009_attributes")]
    operations = [
        migrations.AddField(
            "matter", "team", models.ForeignKey("kernel.team", PROTECT, null=True, related_name="+")
        ),
        migrations.AddField("matter", "moved_in", models.UUIDField(null=True)),
        migrations.CreateModel(
            name="Reason",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=moothall.kernel.clock.uuid7, primary_key=True, serialize=False
                    ),
                ),
                ("matter_id", models.UUIDField()),
                ("person_id", models.UUIDField()),
                ("since_at", models.DateTimeField()),
                ("until_at", models.DateTimeField()),
                ("sealed", models.BinaryField(null=True)),
                (
                    "organisation",
                    models.ForeignKey("kernel.organisation", PROTECT, related_name="+"),
                ),
                ("reader", models.ForeignKey("kernel.person", PROTECT, related_name="+")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["matter_id", "reader", "until_at"], name="kernel_reason_reader")
                ]
            },
        ),
    ]
