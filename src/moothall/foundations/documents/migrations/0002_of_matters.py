"""Documents are held for anything, may be about nobody, and may be public."""

from django.db import migrations, models

PROTECT = models.PROTECT


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("kernel", "0014_key_holders")]
    operations = [
        migrations.RemoveConstraint("document", "documents_document_belongs"),
        migrations.RemoveIndex("document", "documents_document_journey"),
        migrations.RenameField("document", "journey", "held_for"),
        migrations.AlterField(
            "document", "person", models.ForeignKey("kernel.person", PROTECT, null=True, related_name="+")
        ),
        migrations.AlterField(
            "document", "added_by", models.ForeignKey("kernel.person", PROTECT, null=True, related_name="+")
        ),
        migrations.AddField("document", "is_public", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "document",
            models.CheckConstraint(
                condition=models.Q(("matter__isnull", False))
                | models.Q(("held_for__isnull", False), ("person__isnull", False)),
                name="documents_document_belongs",
            ),
        ),
        migrations.AddConstraint(
            "document",
            models.CheckConstraint(
                condition=models.Q(("is_public", False))
                | models.Q(("added_by", None), ("person", None))
                | models.Q(("organisation__isnull", False), ("person", None)),
                name="documents_document_public_of_nobody",
            ),
        ),
        migrations.AddIndex(
            "document", models.Index(fields=["held_for"], name="documents_document_held_for")
        ),
    ]
