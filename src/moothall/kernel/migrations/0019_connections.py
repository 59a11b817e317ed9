"""Connections to systems that are not ours."""

import django.db.models.deletion
from django.db import migrations, models

import moothall.kernel.clock


class Migration(migrations.Migration):
    dependencies = [("kernel", "0018_streams")]
    operations = [
        migrations.CreateModel(
            "Connection",
            [
                ("id", models.UUIDField(default=moothall.kernel.clock.uuid7, primary_key=True, serialize=False)),
                ("is_for_place", models.BooleanField(default=False)),
                ("kind", models.CharField(max_length=20)),
                ("adapter", models.CharField(max_length=30)),
                ("name", models.CharField(max_length=60)),
                ("credentials", models.BinaryField()),
                ("made_at", models.DateTimeField()),
                ("made_by_id", models.UUIDField(null=True)),
                ("changed_at", models.DateTimeField()),
                ("tested_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(blank=True, max_length=200)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        "kernel.organisation", django.db.models.deletion.PROTECT, related_name="+"
                    ),
                ),
            ],
            {
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(ended_at=None, is_for_place=False),
                        fields=["organisation", "kind"],
                        name="kernel_connection_one_each",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(ended_at=None, is_for_place=True),
                        fields=["kind"],
                        name="kernel_connection_of_place",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["organisation", "-id"], name="kernel_connection_organisation")
                ],
            },
        ),
    ]
