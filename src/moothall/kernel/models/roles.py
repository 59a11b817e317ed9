"""Roles, and who has which of them over what."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from moothall.kernel import access, clock
from moothall.kernel.models.organisations import Membership, Organisation, Team
from moothall.kernel.models.people import Person

BY_OWNER = access.all_of(
    access.owner(), access.holds("roles.give"), access.Rule("(moothall.is_local({t}.permissions))")
)
"""A role that the organisation makes for itself reaches over nothing but itself."""
GIVABLE = access.Rule(
    "(moothall.may_give({t}.organisation_id, {t}.role_id,"
    " {t}.scope, {t}.team_id, {t}.service, {t}.matter_id))"
)
"""What is given is the act's to give there: it holds all of it as widely itself, or gives roles for the
organisation or runs the place."""

TAKABLE = access.Rule("(moothall.may_take({t}.role_id))")
"""Whoever manages people ends roles, those that reach over the place only whoever runs it."""

HELD = access.Rule(
    "EXISTS (SELECT 1 FROM kernel_assignment AS a"
    " WHERE a.role_id = {t}.id AND a.person_id = (SELECT moothall.person()))"
)
"""Whoever has or had a role sees what it lets them do, before they act for the organisation too."""


class Role(models.Model):
    """What somebody may do, as permission codes. The usual ones are the place's and written from the
    manifests; an organisation makes its own. ``permissions`` hold all that they carry."""

    access_policy = access.policy(
        read=[access.when("{t}.organisation_id IS NULL"), access.owner(), HELD, access.system()],
        insert=[BY_OWNER, access.system()],
        change=[BY_OWNER, access.system()],
        columns=["title", "permissions", "ended_at"],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="roles")
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=80)
    permissions = ArrayField(models.CharField(max_length=40))
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code"], name="kernel_role_code_once", nulls_distinct=False
            )
        ]


class Assignment(models.Model):
    """That a member has a role, over what, from when to when.

    ``scope`` says how far the role reaches: over all the organisation does, or the work of one team, one
    service, one matter. Person and organisation are the membership's, for the policies.
    """

    class Scope(models.TextChoices):
        """Over what a role is given."""

        ORGANISATION = "organisation"
        TEAM = "team"
        SERVICE = "service"
        MATTER = "matter"

    access_policy = access.policy(
        read=[access.owner(), access.actor(), access.system()],
        insert=[access.all_of(access.owner(), GIVABLE), access.system()],
        change=[access.all_of(access.owner(), TAKABLE), access.system()],
        columns=["until_at"],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="assignments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.ForeignKey(Role, models.PROTECT, related_name="assignments")
    scope = models.CharField(max_length=12, choices=Scope)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    service = models.CharField(max_length=80, default="")
    matter_id = models.UUIDField(null=True)
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "role", "scope", "team", "service", "matter_id"],
                condition=Q(until_at=None), name="kernel_assignment_once", nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=(
                    Q(scope="organisation", team=None, service="", matter_id=None)
                    | Q(scope="team", team__isnull=False, service="", matter_id=None)
                    | (Q(scope="service", team=None, matter_id=None) & ~Q(service=""))
                    | Q(scope="matter", team=None, service="", matter_id__isnull=False)
                ),
                name="kernel_assignment_scope",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["membership"], condition=Q(until_at=None), name="kernel_assignment_live"),
            models.Index(fields=["role"], condition=Q(until_at=None), name="kernel_assignment_role"),
        ]
