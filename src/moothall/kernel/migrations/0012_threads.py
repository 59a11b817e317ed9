"""A matter is the thread of anything: visible to people, to its organisation or to everybody, with participants, a
title, a parent, and an end."""

import django.db.models.deletion
from django.db import migrations, models

PROTECT = django.db.models.deletion.PROTECT
KEPT = "UPDATE kernel_matter SET visibility = 'people' WHERE sealed_at IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("kernel", "0011_keys_used")]
    operations = [
        migrations.AddField(
            "matter",
            "visibility",
            models.CharField(
                choices=[("people", "People"), ("organisation", "Organisation"), ("public", "Public")],
                default="organisation",
                max_length=12,
            ),
        ),
        migrations.RunSQL(KEPT, migrations.RunSQL.noop),
        migrations.RunSQL(
            "DROP TRIGGER IF EXISTS kernel_forget_seal ON kernel_matter;"
            "DROP TRIGGER IF EXISTS cases_follow_seal ON kernel_matter;"
            "DROP FUNCTION IF EXISTS moothall.forget_seal(), moothall.cases_follow_seal(),"
            " moothall.is_closed(kernel_matter), moothall.may_seal(uuid),"
            " moothall.cases_end_sealed(date) CASCADE",
            migrations.RunSQL.noop,
        ),
        migrations.RemoveField("matter", "sealed_at"),
        migrations.AddField("matter", "title", models.CharField(default="", max_length=200)),
        migrations.AddField(
            "matter",
            "parent",
            models.ForeignKey("kernel.matter", PROTECT, null=True, related_name="children"),
        ),
        migrations.AddField("matter", "published_at", models.DateTimeField(null=True)),
        migrations.AddField("matter", "hidden_at", models.DateTimeField(null=True)),
        migrations.AddField("matter", "closed_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "matter",
            models.CheckConstraint(
                condition=models.Q(("visibility", "public"), _negated=True) | models.Q(("person", None)),
                name="kernel_matter_public_about_nobody",
            ),
        ),
        migrations.RemoveConstraint("sealmember", "kernel_sealmember_once"),
        migrations.RenameModel("SealMember", "Participant"),
        migrations.RenameField("participant", "named_at", "since_at"),
        migrations.AddField("participant", "until_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "participant",
            "role",
            models.CharField(
                choices=[
                    ("subject", "Subject"),
                    ("reporter", "Reporter"),
                    ("member", "Member"),
                    ("moderator", "Moderator"),
                    ("reviewer", "Reviewer"),
                    ("board", "Board"),
                ],
                default="member",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            "participant",
            "matter",
            models.ForeignKey(
                "kernel.matter", django.db.models.deletion.CASCADE, related_name="participants"
            ),
        ),
        migrations.AddConstraint(
            "participant",
            models.UniqueConstraint(
                fields=("matter", "person", "role"),
                condition=models.Q(until_at=None),
                name="kernel_participant_once",
            ),
        ),
        migrations.AddIndex(
            "participant", models.Index(fields=["person", "matter"], name="kernel_participant_person")
        ),
    ]
