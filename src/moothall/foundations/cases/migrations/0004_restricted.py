"""A case says whether its matter is visible to named people only."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_answers"), ("kernel", "0012_threads")]
    operations = [
        migrations.AddField("case", "is_restricted", models.BooleanField(default=False)),
        migrations.RunSQL(
            "UPDATE cases_case SET is_restricted = true WHERE sealed_at IS NOT NULL", migrations.RunSQL.noop
        ),
        migrations.RemoveField("case", "sealed_at"),
    ]
