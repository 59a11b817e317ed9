"""Why something public was hidden."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0015_reason_without_person")]
    operations = [migrations.AddField("matter", "hidden_for", models.CharField(default="", max_length=20))]
