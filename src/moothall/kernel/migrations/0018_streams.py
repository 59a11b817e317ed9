"""Facts are in an order that readers follow; how far each has come; how the clock's rounds went.

What is there already comes before all that follows. What was parked may be given up. A public fact names nobody.
"""

from django.db import migrations, models

ORDER = """
ALTER TABLE kernel_fact ADD COLUMN xid bigint NOT NULL DEFAULT 0;
ALTER TABLE kernel_fact ALTER COLUMN xid DROP DEFAULT;
ALTER TABLE kernel_fact ADD COLUMN seq bigint NOT NULL GENERATED ALWAYS AS IDENTITY;
CREATE INDEX kernel_fact_stream ON kernel_fact (xid, seq);
ALTER TABLE kernel_fact DROP CONSTRAINT kernel_fact_audience_check;
ALTER TABLE kernel_fact ADD CONSTRAINT kernel_fact_audience CHECK (audience IN ('matter', 'organisation', 'public'));
ALTER TABLE kernel_fact ADD CONSTRAINT kernel_fact_public_names_nobody
    CHECK (audience <> 'public' OR (person_id IS NULL AND actor_id IS NULL));
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0017_programs")]
    operations = [
        migrations.RunSQL(ORDER),
        migrations.CreateModel(
            name="ReaderPosition",
            fields=[
                ("name", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("xid", models.BigIntegerField(db_default=0)),
                ("seq", models.BigIntegerField(db_default=0)),
                ("moved_at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "kernel_reader"},
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("name", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("noted_at", models.DateTimeField()),
                ("began_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("error", models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.AddField("parkedfact", "given_up_at", models.DateTimeField(null=True)),
        migrations.RemoveConstraint("parkedfact", "kernel_parkedfact_once"),
        migrations.AddConstraint(
            "parkedfact",
            models.UniqueConstraint(
                fields=("fact_id", "reaction"),
                condition=models.Q(("given_up_at", None), ("replayed_at", None)),
                name="kernel_parkedfact_once",
            ),
        ),
    ]
