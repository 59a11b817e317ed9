"""What somebody has to phone or post waits in a state of its own, found at once by its organisation."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moot_messages", "0002_waiting")]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting to be sent"),
                    ("by-hand", "Somebody has to phone or post it"),
                    ("sent", "Sent"),
                    ("failed", "Could not be sent"),
                ],
                default="waiting",
                max_length=8,
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state", "by-hand")),
                fields=["organisation", "written_at"],
                name="moot_messages_by_hand",
            ),
        ),
    ]
