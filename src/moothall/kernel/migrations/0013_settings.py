"""What organisations set, in place of a bag of words about the place."""

import django.db.models.deletion
from django.db import migrations, models

import moothall.kernel.clock


class Migration(migrations.Migration):
    dependencies = [("kernel", "0012_threads")]
    operations = [
        migrations.CreateModel(
            "Setting",
            [
                ("id", models.UUIDField(default=moothall.kernel.clock.uuid7, primary_key=True, serialize=False)),
                ("capability", models.CharField(max_length=40)),
                ("content", models.JSONField()),
                ("version", models.PositiveIntegerField()),
                ("since_at", models.DateTimeField()),
                ("made_by_id", models.UUIDField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        "kernel.organisation", django.db.models.deletion.PROTECT, null=True, related_name="+"
                    ),
                ),
            ],
            {
                "constraints": [
                    models.UniqueConstraint(
                        fields=["organisation", "capability", "version"],
                        nulls_distinct=False,
                        name="kernel_setting_version_once",
                    )
                ]
            },
        ),
        migrations.RemoveField("place", "contact"),
        migrations.AddField("place", "is_demo", models.BooleanField(default=False)),
    ]
