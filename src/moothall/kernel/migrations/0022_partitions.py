"""Audit entries and deliveries in partitions, as facts are; all that is there goes along."""

from django.db import migrations, models

from moothall.kernel import clock, partitions

ENTRIES = "id, at, act_id, operation, is_reading, actor_id, actor_role, organisation_id, subject_id, matter_id, purpose, door, salt, leaf"
SET_ASIDE = """CREATE TABLE moothall_entries AS TABLE kernel_auditentry;
CREATE TABLE moothall_deliveries AS SELECT f.at AS fact_at, d.fact_id, d.reaction, d.at
 FROM kernel_delivery AS d JOIN kernel_fact AS f ON f.id = d.fact_id"""
BRING_BACK = f"""INSERT INTO kernel_auditentry ({ENTRIES}) SELECT {ENTRIES} FROM moothall_entries;
INSERT INTO kernel_delivery (fact_at, fact_id, reaction, at) SELECT * FROM moothall_deliveries;
DROP TABLE moothall_entries, moothall_deliveries"""  # noqa: S608 (constants)


class Migration(migrations.Migration):
    dependencies = [("kernel", "0021_roles")]
    operations = [
        migrations.RunSQL(SET_ASIDE, migrations.RunSQL.noop),
        migrations.DeleteModel("AuditEntry"),
        migrations.DeleteModel("Delivery"),
        partitions.CreateModel(
            name="AuditEntry",
            fields=[
                ("pk", models.CompositePrimaryKey("at", "id", blank=True, editable=False, primary_key=True, serialize=False)),
                ("id", models.UUIDField(default=clock.uuid7)),
                ("at", models.DateTimeField()),
                ("act_id", models.UUIDField()),
                ("operation", models.CharField(max_length=100)),
                ("is_reading", models.BooleanField(default=False)),
                ("actor_id", models.UUIDField(null=True)),
                ("actor_role", models.CharField(max_length=10)),
                ("organisation_id", models.UUIDField(null=True)),
                ("subject_id", models.UUIDField(null=True)),
                ("matter_id", models.UUIDField(null=True)),
                ("purpose", models.CharField(max_length=100)),
                ("door", models.CharField(max_length=6)),
                ("salt", models.BinaryField()),
                ("leaf", models.BinaryField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject_id", "-at"], name="kernel_audit_subject"),
                    models.Index(fields=["organisation_id", "-at"], name="kernel_audit_organisation"),
                    models.Index(fields=["matter_id", "-at"], name="kernel_audit_matter"),
                    models.Index(fields=["actor_id", "-at"], name="kernel_audit_actor"),
                ],
            },
        ),
        partitions.CreateModel(
            name="Delivery",
            fields=[
                ("pk", models.CompositePrimaryKey("fact_at", "fact_id", "reaction", blank=True, editable=False, primary_key=True, serialize=False)),
                ("fact_at", models.DateTimeField()),
                ("fact_id", models.UUIDField()),
                ("reaction", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
            ],
            column="fact_at",
        ),
        migrations.RunSQL(BRING_BACK, migrations.RunSQL.noop),
    ]
