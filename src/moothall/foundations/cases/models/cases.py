"""A case, and the times its clock stood still."""

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Func

from moothall.foundations.cases.rules.casetypes import NORMAL
from moothall.kernel import access, clock
from moothall.kernel.models import Matter, Organisation, PackVersion, Person, Team

BY_SUBJECT = access.subject(within=access.mandated("type"))
UNRESTRICTED = access.when("NOT {t}.is_restricted")
WORKED = access.all_of(access.owner(), access.Rule("(moothall.works_on({t}.matter_id))"))
"""The work of the act's team. By a function, which still sees whose it was when the row gives it to
others."""
BY_SYSTEM_ON_MATTER = access.all_of(access.system(), access.of_matter())
"""Moothall itself sees a restricted case once its time is over."""
OPEN = models.Q(closed_at=None)
DAYS = Func("due_date", template="(%(expressions)s - DATE '2000-01-01')", output_field=models.IntegerField())
QUEUE_ORDER = models.F("priority") * 1_000_000 + DAYS


CARDS = access.all_of(
    access.owner(),
    access.any_of(access.unconfined(), access.within(service="type", matter="matter_id")),
)
"""Everybody who works for a team or the organisation sees that a case is there."""


class Case(models.Model):
    """What an organisation does about one matter: where it stands, until when, in whose hands.

    It may be about nobody, such as an alarm; its ``type`` comes from a ``pack`` or from the capability whose
    matter it is.

    Whoever works for its organisation or a team of it may see that it is there, like the card of an index;
    what was told and written in it, and whom it is about, only whoever sees its matter. ``words`` are keyed
    digests by which
    the case can be found and which nobody can read. ``is_restricted`` and ``resident_wrote_at`` follow the
    matter and its letters by trigger (``sql/cases.sql``). ``version`` counts changes, so that a stale form
    is noticed. ``priority`` is the rank of how soon it is looked at; ``turn`` sorts a queue by it and by
    the due day.
    """

    access_policy = access.policy(
        read=[
            access.all_of(
                UNRESTRICTED,
                access.any_of(CARDS, BY_SUBJECT, access.granted(service="type"), access.system()),
            ),
            access.participant(),
            BY_SYSTEM_ON_MATTER,
        ],
        insert=[
            access.all_of(access.any_of(BY_SUBJECT, access.owner(), access.system()), access.of_matter())
        ],
        change=[
            access.all_of(
                access.any_of(WORKED, access.system()), access.any_of(UNRESTRICTED, access.participant())
            ),
            BY_SYSTEM_ON_MATTER,
        ],
    )

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="+")
    reference = models.CharField(max_length=20)
    type = models.CharField(max_length=80)
    pack = models.ForeignKey(PackVersion, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=40)
    status_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    due_date = models.DateField()
    priority = models.PositiveSmallIntegerField(default=NORMAL, db_default=NORMAL)
    turn = models.GeneratedField(expression=QUEUE_ORDER, output_field=models.IntegerField(), db_persist=True)
    paused_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    assigned_to = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    resident_wrote_at = models.DateTimeField(null=True)
    retention_date = models.DateField(null=True)
    erased_at = models.DateTimeField(null=True)
    is_restricted = models.BooleanField(default=False)
    words = ArrayField(models.BigIntegerField(), default=list)
    version = models.PositiveIntegerField(default=1)

    @property
    def key_holder(self) -> UUID:
        """Under whose key its content is encrypted: its person's, or its matter's own."""
        return self.person_id or self.matter_id

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(paused_at=None) | models.Q(closed_at=None),
                name="cases_case_closed_not_paused",
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation", "due_date", "matter"], condition=OPEN, name="cases_case_queue"
            ),
            models.Index(fields=["organisation", "turn", "matter"], condition=OPEN, name="cases_case_turn"),
            models.Index(
                fields=["organisation", "team", "turn", "matter"], condition=OPEN, name="cases_case_team_turn"
            ),
            models.Index(
                fields=["organisation", "status", "turn", "matter"],
                condition=OPEN,
                name="cases_case_status_turn",
            ),
            models.Index(
                fields=["assigned_to", "turn", "matter"], condition=OPEN, name="cases_case_mine_turn"
            ),
            models.Index(
                fields=["organisation", "resident_wrote_at"],
                condition=models.Q(resident_wrote_at__isnull=False),
                name="cases_case_wrote",
            ),
            models.Index(fields=["organisation", "-opened_at", "-matter"], name="cases_case_opened"),
            models.Index(fields=["person", "-opened_at"], name="cases_case_person"),
            models.Index(
                fields=["reference"], name="cases_case_reference", opclasses=["varchar_pattern_ops"]
            ),
            models.Index(
                fields=["retention_date"],
                condition=models.Q(retention_date__isnull=False, erased_at=None),
                name="cases_case_retention",
            ),
            GinIndex(fields=["words"], name="cases_case_words", fastupdate=False),
        ]


class Pause(models.Model):
    """A time in which a case's clock stood still, and why (a code the pack has words for)."""

    access_policy = access.policy(
        read=[access.of_matter("case_id")],
        insert=[access.all_of(access.owner(), access.of_matter("case_id"))],
        change=[access.all_of(access.owner(), access.of_matter("case_id"))],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    case = models.ForeignKey(Case, models.CASCADE, related_name="pauses")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=40)
    paused_at = models.DateTimeField()
    resumed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(resumed_at=None), name="cases_pause_one_at_a_time"
            )
        ]
