"""What was told moves into rows of its own, which only those read whose work the case is."""

import django.db.models.deletion
from django.db import migrations, models

MOVE = """
INSERT INTO cases_answers (case_id, sealed) SELECT matter_id, detail FROM cases_case WHERE detail IS NOT NULL;
UPDATE kernel_matter AS m SET team_id = c.team_id FROM cases_case AS c
 WHERE c.matter_id = m.id AND c.team_id IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_priority"), ("kernel", "0010_teams")]
    operations = [
        migrations.CreateModel(
            name="Answers",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("sealed", models.BinaryField()),
            ],
        ),
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.RemoveField("case", "detail"),
    ]
