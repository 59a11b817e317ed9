"""Invitations to work for an organisation."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from moothall.kernel import access, clock
from moothall.kernel.models import Organisation, Person, Team

APPOINTABLE = access.Rule("(moothall.may_invite({t}.organisation_id, {t}.roles))")
"""Into roles that reach over the whole place whoever runs it invites."""


class Invitation(models.Model):
    """That an organisation asks somebody to work for it, in which roles and team.

    Their name and address are kept encrypted with ``person``, a guest until they accept; ``mark`` tells an
    address that was invited before. Of the link only the SHA-256 of its secret is kept, and none until the
    message is written. ``member_id`` is who accepted: the person themselves, or whom they signed in as.
    """

    access_policy = access.policy(
        read=[access.owner(), access.system()],
        insert=[access.all_of(access.owner(), APPOINTABLE), access.system()],
        change=[
            access.all_of(access.owner(), access.any_of(APPOINTABLE, access.role("system"))),
            access.system(),
        ],
        remove=[access.system()],
        columns=[
            "roles", "team_id", "digest", "sent_at", "sendings", "until_at",
            "withdrawn_at", "accepted_at", "member_id",
        ],
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    mark = models.BinaryField()
    roles = ArrayField(models.CharField(max_length=40))
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    invited_by_id = models.UUIDField(null=True)
    invited_at = models.DateTimeField()
    digest = models.BinaryField(null=True)
    sent_at = models.DateTimeField()
    sendings = models.PositiveSmallIntegerField(default=1)
    until_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    member_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "mark"],
                condition=models.Q(withdrawn_at=None, accepted_at=None),
                name="members_invitation_once",
            ),
            models.UniqueConstraint(fields=["digest"], name="members_invitation_digest"),
        ]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="members_invitation_list"),
            models.Index(fields=["organisation", "sent_at"], name="members_invitation_sent"),
            models.Index(
                fields=["until_at"], condition=models.Q(accepted_at=None), name="members_invitation_over"
            ),
        ]
