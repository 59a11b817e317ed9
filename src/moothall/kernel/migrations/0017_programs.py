"""Programs with scopes, and the tokens they get for their keys, instead of keys alone."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import moothall.kernel.clock


class Migration(migrations.Migration):
    dependencies = [("kernel", "0016_why_hidden")]
    operations = [
        migrations.DeleteModel("ApiKey"),
        migrations.CreateModel(
            name="Program",
            fields=[
                ("id", models.UUIDField(default=moothall.kernel.clock.uuid7, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=100)),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), size=None
                    ),
                ),
                ("digest", models.BinaryField(unique=True)),
                ("prefix", models.CharField(max_length=12)),
                ("calls_a_minute", models.PositiveIntegerField(default=600)),
                ("made_by_id", models.UUIDField(null=True)),
                ("made_at", models.DateTimeField()),
                ("rotated_at", models.DateTimeField(null=True)),
                ("ends_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("last_used_at", models.DateTimeField(null=True)),
                ("minute_at", models.DateTimeField(null=True)),
                ("calls", models.PositiveIntegerField(default=0)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programs",
                        to="kernel.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organisation", "-id"], name="kernel_program_organisation")]
            },
        ),
        migrations.CreateModel(
            name="ProgramToken",
            fields=[
                ("digest", models.BinaryField(primary_key=True, serialize=False)),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), size=None
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("until_at", models.DateTimeField()),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tokens", to="kernel.program"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["program", "until_at"], name="kernel_programtoken_program")]
            },
        ),
    ]
