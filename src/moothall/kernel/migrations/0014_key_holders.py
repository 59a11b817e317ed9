"""A key is held by a person, an organisation or a matter."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0013_settings")]
    operations = [
        migrations.AlterField("datakey", "person", models.UUIDField(primary_key=True, serialize=False)),
        migrations.RenameField("datakey", "person", "holder"),
        migrations.AddField(
            "datakey",
            "kind",
            models.CharField(
                choices=[("person", "Person"), ("organisation", "Organisation"), ("matter", "Matter")],
                default="person",
                max_length=12,
            ),
        ),
    ]
