"""What could not be sent is found at once by its organisation, like what somebody has to phone or post."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moot_messages", "0003_by_hand")]

    operations = [
        migrations.RemoveIndex(model_name="message", name="moot_messages_by_hand"),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state__in", ("by-hand", "failed"))),
                fields=["organisation", "written_at"],
                name="moot_messages_by_hand",
            ),
        ),
    ]
