"""What waits to be sent is found at once, however many messages there are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("embedded_pay", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="webhook",
            index=models.Index(
                condition=models.Q(("sent_at", None)), fields=["due_at"], name="embedded_pay_webhook_unsent"
            ),
        ),
    ]
