"""Drafts of services: what somebody wants a service to be, and everything that was done with it."""

from django.db import models

from moothall.kernel import access, clock
from moothall.kernel.models import Organisation, PackVersion, Person
from moothall.services.states import OVER, State, What

BY_OWNER = access.all_of(access.owner(), access.role("staff", "operator"))
OF_ORGANISATION = access.all_of(access.owner(), access.role("system"))
"""Moothall itself, for the organisation: what it publishes on a day."""


class Draft(models.Model):
    """What a service is to become: ``texts`` are its files by path, as they are written.

    ``base`` is the version that was live when it was begun (none: the service is new), ``part`` the only part
    that it changes (``rules/fee``; empty: anything), ``edition`` counts its changes. ``content`` is what the
    texts say, since they were found in order and handed over for review; ``decides`` says that the service
    decides about people. Only who has not written it approves it, or ``is_alone`` is true: ``sql/drafts.sql``
    holds everybody to it.
    """

    access_policy = access.policy(
        read=[BY_OWNER, OF_ORGANISATION, access.system()],
        insert=[BY_OWNER, access.system()],
        change=[BY_OWNER, OF_ORGANISATION, access.system()],
        columns=[
            "base_id", "texts", "slots", "content", "decides", "reason", "edition", "state", "approved_by_id",
            "approved_at", "is_alone", "begins_date", "published_id", "changed_at",
        ],
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    pack = models.SlugField(max_length=80)
    part = models.CharField(max_length=100, blank=True)
    source = models.ForeignKey(PackVersion, models.PROTECT, null=True, related_name="+")
    base = models.ForeignKey(PackVersion, models.PROTECT, null=True, related_name="+")
    texts = models.JSONField()
    slots = models.JSONField()
    content = models.JSONField(null=True)
    decides = models.BooleanField(default=True)
    reason = models.CharField(max_length=500, blank=True)
    edition = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    is_alone = models.BooleanField(default=False)
    begins_date = models.DateField(null=True)
    published = models.ForeignKey(PackVersion, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[State.APPROVED, State.SCHEDULED, State.PUBLISHED])
                ^ models.Q(approved_at=None),
                name="services_draft_approved",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_at=None)
                | (models.Q(approved_by__isnull=False) & models.Q(content__isnull=False)),
                name="services_draft_approved_by",
            ),
            models.CheckConstraint(
                condition=models.Q(is_alone=False) | models.Q(decides=False), name="services_draft_two_people"
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.SCHEDULED) ^ models.Q(begins_date=None),
                name="services_draft_day",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "pack", "part", "-id"], name="services_draft_history"),
            models.Index(
                fields=["organisation", "state", "-id"],
                condition=~models.Q(state__in=OVER),
                name="services_draft_going_on",
            ),
            models.Index(
                fields=["begins_date"],
                condition=models.Q(state=State.SCHEDULED),
                name="services_draft_scheduled",
            ),
        ]


class DraftEntry(models.Model):
    """One thing that somebody did with a draft, in order; by nobody: the operator, or Moothall itself."""

    access_policy = access.policy(
        read=[access.of_parent("services_draft", "draft_id")],
        insert=[BY_OWNER, OF_ORGANISATION, access.system()],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="entries")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    what = models.CharField(max_length=12, choices=What)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    words = models.CharField(max_length=2000, blank=True)

    class Meta:
        indexes = [models.Index(fields=["draft", "-id"], name="services_draftentry_latest")]
