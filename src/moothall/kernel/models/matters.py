"""The matter: one thing that happens for someone, whose thread every capability writes to."""

from django.db import models

from moothall.kernel import access, clock
from moothall.kernel.models.organisations import Organisation, Team
from moothall.kernel.models.packs import PackVersion
from moothall.kernel.models.people import Person

THEIRS = access.subject(within=access.purpose("kind"))
UNSEALED = access.when("{t}.sealed_at IS NULL")
OVER = access.all_of(
    access.role("system"),
    access.when("{t}.erased_at IS NOT NULL"),
    access.any_of(access.owner(), access.system()),
)
"""Once its time is over, Moothall itself sees a sealed matter too: to destroy what is kept of it."""
ABOUT_THEM = access.subject(within=access.Rule("moothall.may_share({t}.matter_id, {t}.person_id)"))
"""By a function and not ``of_matter``: the policy of matters asks for grants."""
MAY_SEAL = access.Rule("(moothall.may_seal({t}.matter_id))")
MAY_SHARE = access.all_of(
    access.Rule("(moothall.may_share({t}.matter_id, {t}.person_id))"),
    access.any_of(
        access.when("{t}.granted_by_id IS NOT DISTINCT FROM (SELECT moothall.organisation())"),
        access.system(),
    ),
)
"""The matter is the act's to share, and the grant says truly who shares it and whom it is about."""
MAY_ASK = access.Rule("(moothall.may_give_reason({t}.matter_id, {t}.person_id))")
"""The matter is the organisation's, and the reader one of those who work cases."""
HOURS = 8
"""How long a reason for reading a matter of another team holds."""
TEAMS = access.any_of(
    access.team(), access.reasoned("id"), access.when("{t}.moved_in = (SELECT moothall.act_id())")
)
"""A matter is its team's. Who reads it otherwise gave a reason; whoever gives it away sees it to the end of
that act."""
KNOWN = access.Rule("(moothall.knows({t}.person_id))")
"""The act has to do with the person already: nobody gets to see somebody by opening a matter for them."""


class Matter(models.Model):
    """What facts, documents, messages, bookings and payments of one case hang on.

    A *sealed* matter is seen by the people named on its seal and by nobody else, in no list and no count.
    ``erased_at`` says that the time it was kept for is over.
    ``pack`` is the version of the service pack it came from, whose words tell its story.
    ``team`` is whose work it is, if anybody's in particular; the act ``moved_in`` gave it to them last.
    """

    access_policy = access.policy(
        read=[
            access.all_of(
                UNSEALED,
                access.any_of(
                    access.all_of(access.owner(), TEAMS), THEIRS, access.granted("id"), access.system()
                ),
            ),
            access.named("id"),
            OVER,
        ],
        insert=[THEIRS, access.all_of(access.owner(), KNOWN), access.system()],
        change=[
            access.all_of(
                access.any_of(
                    access.all_of(access.owner(), access.any_of(access.team(), access.named("id"))),
                    access.system(),
                ),
                access.any_of(UNSEALED, access.named("id")),
            ),
            OVER,
        ],
        columns=["sealed_at", "erased_at"],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    reference = models.CharField(max_length=20, unique=True, default=clock.reference)
    kind = models.CharField(max_length=80)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    pack = models.ForeignKey(PackVersion, models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    moved_in = models.UUIDField(null=True)
    opened_at = models.DateTimeField()
    sealed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-opened_at"], name="kernel_matter_organisation"),
            models.Index(fields=["person", "-opened_at"], name="kernel_matter_person"),
        ]


class Reason(models.Model):
    """Why somebody reads a matter that is not their team's work, and until when they may.

    ``sealed`` holds what they wrote, encrypted for the person it is about, who can read it. Matter and
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
        columns=["sealed"],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    matter_id = models.UUIDField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    reader = models.ForeignKey(Person, models.PROTECT, related_name="+")
    person_id = models.UUIDField()
    since_at = models.DateTimeField()
    until_at = models.DateTimeField()
    sealed = models.BinaryField(null=True)

    class Meta:
        indexes = [models.Index(fields=["matter_id", "reader", "until_at"], name="kernel_reason_reader")]


class SealMember(models.Model):
    """Somebody named on the seal of a matter."""

    access_policy = access.policy(
        read=[access.actor(), access.system()],
        insert=[MAY_SEAL],
        remove=[MAY_SEAL],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="seal_members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "person"], name="kernel_sealmember_once")]


class Grant(models.Model):
    """That an organisation may see a matter it does not own: for a purpose, on a basis, until a moment.

    Grants exist only by referral, agreement or consent. ``reason`` says more of the purpose, for the person.
    """

    access_policy = access.policy(
        read=[access.owner(), access.owner("granted_by_id"), ABOUT_THEM, access.system()],
        insert=[MAY_SHARE],
        change=[access.owner("granted_by_id"), ABOUT_THEM, access.system()],
        columns=["revoked_at"],
    )

    class Basis(models.TextChoices):
        """What lets the organisation see."""

        REFERRAL = "referral"
        AGREEMENT = "agreement"
        CONSENT = "consent"

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="grants")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    granted_by = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    basis = models.CharField(max_length=12, choices=Basis)
    purpose = models.CharField(max_length=20)
    reason = models.CharField(max_length=100, default="")
    since_at = models.DateTimeField()
    until_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "matter"], name="kernel_grant_organisation"),
            models.Index(fields=["matter", "organisation"], name="kernel_grant_matter"),
        ]
