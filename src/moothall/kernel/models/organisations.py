"""Organisations, their teams, and who belongs to them."""

from django.db import models

from moothall.kernel import access, clock

BY_WHO_KNOWS = access.Rule("(moothall.knows({t}.person_id))")
"""Nobody gets to see somebody by making them a colleague."""


class Organisation(models.Model):
    """A tenant of the place: a council, a practice, a charity, a firm. What it says about itself is
    public."""

    access_policy = access.policy(
        read=[access.anyone()],
        insert=[access.system()],
        change=[access.system(), access.all_of(access.owner("id"), access.role("staff", "operator"))],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    description = models.TextField(blank=True)
    website = models.URLField(blank=True)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["name"], name="kernel_organisation_name")]


class Team(models.Model):
    """A part of an organisation that shares a queue."""

    access_policy = access.policy(
        read=[access.anyone()],
        insert=[access.owner(), access.system()],
        change=[access.owner(), access.system()],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="teams")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "slug"], name="kernel_team_slug_once")]


class Membership(models.Model):
    """That a person works for an organisation, from when to when. What they may do there is said by their
    roles (:class:`~moothall.kernel.models.roles.Assignment`)."""

    access_policy = access.policy(
        read=[access.owner(), access.actor(), access.system()],
        insert=[access.all_of(access.owner(), BY_WHO_KNOWS), access.system()],
        change=[access.owner(), access.system()],
        columns=["until_at"],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    person = models.ForeignKey("kernel.Person", models.PROTECT, related_name="memberships")
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"],
                condition=models.Q(until_at=None),
                name="kernel_membership_one_live",
            )
        ]
        indexes = [models.Index(fields=["person", "organisation"], name="kernel_membership_person")]
