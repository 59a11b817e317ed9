"""The matter: one thing that happens for someone, whose thread every capability writes to."""

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models

from moothall.kernel import access, clock
from moothall.kernel.models.organisations import Organisation, Team
from moothall.kernel.models.packs import PackVersion
from moothall.kernel.models.people import Person

BY_SUBJECT = access.subject(within=access.mandated("kind"))
UNRESTRICTED = access.when("{t}.visibility <> 'people'")
PARTICIPANT = access.participant(column="id")
WORKS_ON_IT = access.participant("member", "moderator", column="id")
BY_SYSTEM_ON_MATTER = access.all_of(
    access.role("system"),
    access.when("{t}.erased_at IS NOT NULL"),
    access.any_of(access.owner(), access.system()),
)
"""Once its time is over, Moothall itself sees a restricted matter too: to destroy what is kept of it."""
ABOUT_THEM = access.subject(
    within=access.any_of(
        access.Rule("moothall.may_share({t}.matter_id, {t}.person_id)"),
        access.when("{t}.matter_id IS NULL AND {t}.person_id = (SELECT moothall.person())"),
    )
)
"""By a function and not ``of_matter``: the policy of matters asks for grants."""
MAY_NAME = access.Rule("(moothall.may_name({t}.matter_id))")
SEES_WHO = access.Rule("(moothall.sees_who({t}.matter_id, {t}.role))")
"""Colleagues whose work the matter is see who is on it; those on it each other, but nobody who reported."""
MAY_SHARE = access.all_of(
    access.Rule("(moothall.may_share({t}.matter_id, {t}.person_id))"),
    access.any_of(
        access.when("{t}.granted_by_id IS NOT DISTINCT FROM (SELECT moothall.organisation())"),
        access.system(),
    ),
)
"""The matter is the act's to share, and the grant says truly who shares it and whom it is about."""
MAY_SHARE_SERVICE = access.all_of(
    access.role("system"),
    access.when("{t}.matter_id IS NULL AND {t}.person_id IS NULL"),
    access.any_of(access.owner("granted_by_id"), access.system()),
)
"""What opens all of a service is no single worker's to give: Moothall itself does it, by what was agreed."""
MAY_SHARE_ATTRIBUTES = access.all_of(
    access.when("{t}.matter_id IS NULL AND {t}.service = ''"),
    access.any_of(access.all_of(access.role("resident"), access.subject()), access.system()),
)
"""What somebody told is theirs to share; else Moothall itself does it, by what was agreed."""
MAY_ASK = access.Rule("(moothall.may_give_reason({t}.matter_id, {t}.person_id))")
"""The matter is the organisation's, and the reader one of those who work cases."""
HOURS = 8
"""How long a reason for reading a matter of another team holds."""
TEAMS = access.any_of(
    access.within(), access.reasoned("id"), access.when("{t}.moved_in = (SELECT moothall.act_id())")
)
"""A matter is its team's. Who reads it otherwise gave a reason; whoever gives it away sees it to the end of
that act."""
THIS_ACT = access.when("{t}.moved_in = (SELECT moothall.act_id())")
"""Whoever brings something to an organisation sees it to the end of that act."""
BROUGHT = access.all_of(
    access.role("public", "resident"), access.when("{t}.person_id IS NULL AND {t}.team_id IS NULL"), THIS_ACT
)
"""Anybody may bring an organisation something that is about nobody: a broken lamp, a proposal."""
BY_WHO_KNOWS = access.Rule("(moothall.knows({t}.person_id))")
"""The act has to do with the person already: nobody gets to see somebody by opening a matter for them."""


class Matter(models.Model):
    """The thread of anything: what events, documents, messages, bookings and payments hang on.

    ``visibility`` says who sees it besides its participants: nobody (in no list and no count), its
    organisation and the ``person`` it is about, or everybody from ``published_at`` until ``hidden_at``. Of a
    public one everybody sees the matter itself and what is public on it, and only who is on it the rest.
    It is about nobody then; ``title`` is what it is called, and never says who made it.
    ``hidden_for`` is the code of a reason.
    ``parent`` is what it belongs to: a body's case to the report it answers, a proposal to its space.
    ``closed_at`` says that it has come to its end, ``erased_at`` that the time it was kept for is over.
    ``pack`` is the version of the service pack it came from, if any, whose words tell its story.
    ``team`` is whose work it is, if anybody's in particular; the act ``moved_in`` opened it or gave it to
    them last.
    """

    class Visibility(models.TextChoices):
        """Who sees a matter besides its participants."""

        PEOPLE = "people"
        ORGANISATION = "organisation"
        PUBLIC = "public"

    access_policy = access.policy(
        read=[
            access.public(),
            access.all_of(
                UNRESTRICTED,
                access.any_of(
                    access.all_of(access.owner(), TEAMS),
                    BY_SUBJECT,
                    access.granted("id"),
                    access.system(),
                    THIS_ACT,
                ),
            ),
            PARTICIPANT,
            BY_SYSTEM_ON_MATTER,
        ],
        insert=[BY_SUBJECT, access.all_of(access.owner(), BY_WHO_KNOWS), BROUGHT, access.system()],
        change=[
            access.all_of(
                access.any_of(
                    access.all_of(access.owner(), access.any_of(access.within(), WORKS_ON_IT)),
                    access.system(),
                ),
                access.any_of(UNRESTRICTED, WORKS_ON_IT),
            ),
            BY_SYSTEM_ON_MATTER,
        ],
        columns=["visibility", "title", "published_at", "hidden_at", "hidden_for", "closed_at", "erased_at"],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    reference = models.CharField(max_length=20, unique=True, default=clock.reference)
    kind = models.CharField(max_length=80)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    pack = models.ForeignKey(PackVersion, models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    moved_in = models.UUIDField(null=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    title = models.CharField(max_length=200, default="")
    visibility = models.CharField(max_length=12, choices=Visibility, default=Visibility.ORGANISATION)
    opened_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)
    hidden_for = models.CharField(max_length=20, default="")
    closed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    @property
    def key_holder(self) -> UUID:
        """Under whose key its content is encrypted: its person's, or its own if it is about nobody."""
        return self.person_id or self.id

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(visibility="public") | models.Q(person=None),
                name="kernel_matter_public_about_nobody",
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "-opened_at"], name="kernel_matter_organisation"),
            models.Index(fields=["person", "-opened_at"], name="kernel_matter_person"),
            models.Index(
                fields=["organisation", "kind", "-published_at"],
                condition=models.Q(visibility="public"),
                name="kernel_matter_published",
            ),
        ]


class Reason(models.Model):
    """Why somebody reads a matter that is not their team's work, and until when they may.

    ``encrypted`` holds what they wrote, encrypted for the person it is about, who can read it. Matter and
    person are no foreign keys: the reason is there before its writer sees them, and the database checks both.
    """

    access_policy = access.policy(
        read=[access.actor("reader_id"), ABOUT_THEM, access.system()],
        insert=[
            access.all_of(
                access.role("staff"),
                access.actor("reader_id"),
                access.owner(),
                access.when(f"{{t}}.until_at <= now() + interval '{HOURS} hours 1 minute'"),
                MAY_ASK,
            )
        ],
        change=[access.actor("reader_id")],
        columns=["encrypted"],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    matter_id = models.UUIDField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    reader = models.ForeignKey(Person, models.PROTECT, related_name="+")
    person_id = models.UUIDField(null=True)
    since_at = models.DateTimeField()
    until_at = models.DateTimeField()
    encrypted = models.BinaryField(null=True)

    class Meta:
        indexes = [models.Index(fields=["matter_id", "reader", "until_at"], name="kernel_reason_reader")]


class Participant(models.Model):
    """Somebody on a matter in a role, until ``until_at``.

    Who reported something is seen by themselves and by those whose work it is, by nobody else.
    """

    access_policy = access.policy(
        read=[access.actor(), SEES_WHO, access.system()],
        insert=[
            MAY_NAME,
            access.all_of(
                access.actor(),
                access.when("{t}.role = 'reporter'"),
                access.Rule("(moothall.was_brought({t}.matter_id))"),
            ),
        ],
        change=[MAY_NAME, access.actor()],
        columns=["until_at"],
    )

    class Role(models.TextChoices):
        """What somebody is on a matter."""

        SUBJECT = "subject"
        REPORTER = "reporter"
        MEMBER = "member"
        MODERATOR = "moderator"
        REVIEWER = "reviewer"
        BOARD = "board"

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="participants")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER)
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "person", "role"],
                condition=models.Q(until_at=None),
                name="kernel_participant_once",
            )
        ]
        indexes = [models.Index(fields=["person", "matter"], name="kernel_participant_person")]


class Grant(models.Model):
    """That an organisation may see what is not its own: for purposes, on a basis, until a moment.

    What it opens is one ``matter``; or all matters of a ``service`` at the organisation that gave it; or some
    ``attributes`` of a person. Grants exist only by referral, agreement, consent or in an emergency, whose
    own record is ``basis_id``. ``reason`` says more of the purpose, for the person. A grant is only ever
    narrowed."""

    access_policy = access.policy(
        read=[access.owner(), access.owner("granted_by_id"), ABOUT_THEM, access.system()],
        insert=[MAY_SHARE, MAY_SHARE_SERVICE, MAY_SHARE_ATTRIBUTES],
        change=[access.owner("granted_by_id"), ABOUT_THEM, access.system()],
        columns=["purposes", "attributes", "until_at", "revoked_at"],
    )

    class Basis(models.TextChoices):
        """What lets the organisation see."""

        REFERRAL = "referral"
        AGREEMENT = "agreement"
        CONSENT = "consent"
        EMERGENCY = "emergency"

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    matter = models.ForeignKey(Matter, models.CASCADE, null=True, related_name="grants")
    service = models.CharField(max_length=80, default="")
    attributes = ArrayField(models.CharField(max_length=40), default=list)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    granted_by = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    basis = models.CharField(max_length=12, choices=Basis)
    basis_id = models.UUIDField(null=True)
    purposes = ArrayField(models.CharField(max_length=20))
    reason = models.CharField(max_length=100, default="")
    since_at = models.DateTimeField()
    until_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(matter__isnull=False, service="", attributes=[])
                | (
                    models.Q(matter=None, person=None, granted_by__isnull=False, attributes=[])
                    & ~models.Q(service="")
                )
                | (models.Q(matter=None, person__isnull=False, service="") & ~models.Q(attributes=[])),
                name="kernel_grant_one_target",
            ),
            models.CheckConstraint(condition=~models.Q(purposes=[]), name="kernel_grant_for_something"),
        ]
        indexes = [
            models.Index(
                fields=["person", "organisation"],
                condition=models.Q(matter=None),
                name="kernel_grant_of_person",
            ),
            models.Index(
                fields=["organisation"], condition=~models.Q(service=""), name="kernel_grant_of_service"
            ),
            models.Index(fields=["organisation", "matter"], name="kernel_grant_organisation"),
            models.Index(fields=["matter", "organisation"], name="kernel_grant_matter"),
        ]
