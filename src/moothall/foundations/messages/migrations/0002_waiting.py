"""What waits is found at once, however many messages there are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moot_messages", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["written_at"], name="moot_messages_waiting"
            ),
        ),
    ]
