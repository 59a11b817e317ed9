from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0007_grants'),
    ]

    operations = [
        migrations.AddField(
            model_name='auditentry',
            name='root',
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name='auditentry',
            name='rows',
            field=models.IntegerField(null=True),
        ),
    ]
