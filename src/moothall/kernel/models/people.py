"""People, the keys their personal data is encrypted under, mandates, and links that let a guest back in."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from moothall.kernel import access, clock

IN_SIGHT = "(moothall.sees_person({{t}}.{column}))"
"""The act's organisation has to do with the person (``sql/people.sql``)."""
REACHED = "(moothall.reaches_person({{t}}.{column}))"
"""The same, as far as contact goes: while a matter with them is open."""
KEY_IN_SIGHT = "(moothall.sees_person({{t}}.{column}) OR moothall.was_granted_any({{t}}.{column}))"
"""What was granted of somebody is encrypted under their key as well."""
OF_ORGANISATION = access.all_of(access.when("{t}.kind = 'organisation'"), access.owner("holder"))
OF_MATTER = access.all_of(access.when("{t}.kind = 'matter'"), access.of_matter("holder"))


ASSISTS = access.all_of(
    access.role("staff"),
    access.actor("agent_id"),
    access.owner(),
    access.when("{t}.basis = 'assisted' AND {t}.until_at <= now() + interval '24 hours 5 minutes'"),
    access.holds("people.assist"),
    access.Rule("(moothall.knows({t}.principal_id))"),
)
"""Whoever works at a desk helps somebody whom their organisation has to do with, for a day at most."""


class Person(models.Model):
    """A human being. Who they are is in ``personal``: a JSON object (their name) encrypted under their own
    data key (:mod:`moothall.kernel.vault`). How to reach them is in :class:`Contact`, what else they tell in
    :class:`~moothall.kernel.models.attributes.Attribute`.

    ``registered_by_id`` is the organisation that wrote them down, which sees them until they have an account;
    ``registered_in`` the act that did, which has to do with them to its end.
    """

    access_policy = access.policy(
        read=[
            access.subject("id", within=access.anyone()),
            access.actor("id"),
            access.Rule(IN_SIGHT.format(column="id")),
            access.system(),
        ],
        insert=[
            access.all_of(
                access.when("{t}.assurance <> 'verified'"),
                access.when("{t}.registered_by_id IS NOT DISTINCT FROM (SELECT moothall.organisation())"),
                access.when("{t}.registered_in = (SELECT moothall.act_id())"),
            ),
            access.system(),
        ],
        change=[access.subject("id"), access.actor("id"), access.system()],
        columns=["assurance", "language", "personal", "erased_at"],
    )

    class Assurance(models.TextChoices):
        """How sure the place is who this is."""

        GUEST = "guest", "Gave details without signing in"
        ACCOUNT = "account", "Signs in with a confirmed email address"
        VERIFIED = "verified", "Identity checked"

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    created_at = models.DateTimeField()
    assurance = models.CharField(max_length=10, choices=Assurance, default=Assurance.GUEST)
    language = models.CharField(max_length=10, default="en")
    personal = models.BinaryField(null=True)
    erased_at = models.DateTimeField(null=True)
    registered_by_id = models.UUIDField(null=True)
    registered_in = models.UUIDField(null=True)


class Contact(models.Model):
    """How to reach somebody: a JSON object (email, telephone, postal, reach) encrypted under their data key.

    An organisation sees it only while it has an open matter with them.
    """

    access_policy = access.policy(
        read=[
            access.subject("person_id", within=access.anyone()),
            access.actor(),
            access.Rule(REACHED.format(column="person_id")),
            access.system(),
        ],
        insert=[
            access.Rule("(moothall.is_new_person({t}.person_id))"),
            access.subject(),
            access.actor(),
            access.system(),
        ],
        change=[access.subject(), access.actor(), access.system()],
        remove=[access.system()],
        columns=["encrypted"],
    )

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="contact")
    encrypted = models.BinaryField()


class DataKey(models.Model):
    """What belongs to one holder is encrypted under this key: a person, an organisation (its secrets), or a
    matter that is about nobody. It is wrapped (RFC 3394) under a master key that is not in the database.

    ``wrapped`` is emptied when the holder is erased; what was encrypted under it can then never be read.
    """

    class Kind(models.TextChoices):
        """What holds a key."""

        PERSON = "person"
        ORGANISATION = "organisation"
        MATTER = "matter"

    access_policy = access.policy(
        read=[
            access.all_of(
                access.when("{t}.kind = 'person'"),
                access.any_of(
                    access.subject("holder", within=access.anyone()),
                    access.actor("holder"),
                    access.Rule(KEY_IN_SIGHT.format(column="holder")),
                ),
            ),
            OF_ORGANISATION,
            OF_MATTER,
            access.system(),
        ],
        insert=[access.when("{t}.kind = 'person'"), OF_ORGANISATION, OF_MATTER, access.system()],
        change=[
            access.all_of(access.when("{t}.kind = 'person'"), access.actor("holder")),
            access.system(),
        ],
        columns=["master_key", "wrapped", "erased_at"],
    )

    holder = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.PERSON)
    master_key = models.CharField(max_length=16)
    wrapped = models.BinaryField(null=True)
    erased_at = models.DateTimeField(null=True)


class Mandate(models.Model):
    """That ``principal`` lets ``agent`` act for them, until a day.

    ``services`` are names of services (:attr:`Matter.kind`), or ``everything``. Under any of them the agent
    sees the principal's own details, because what is written for them is encrypted under their key.

    One whose basis is ``assisted`` somebody at a desk of an ``organisation`` made for themselves, to help the
    principal there and then: it holds for a day at most, and only while they work for that organisation.
    """

    access_policy = access.policy(
        read=[access.actor("principal_id"), access.actor("agent_id"), access.system()],
        insert=[
            access.all_of(access.actor("principal_id"), access.when("{t}.basis <> 'assisted'")),
            ASSISTS,
            access.system(),
        ],
        change=[access.actor("principal_id"), access.actor("agent_id"), access.system()],
        columns=["revoked_at"],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    principal = models.ForeignKey(Person, models.PROTECT, related_name="mandates_given")
    agent = models.ForeignKey(Person, models.PROTECT, related_name="mandates_held")
    services = ArrayField(models.CharField(max_length=60))
    basis = models.CharField(max_length=40)
    organisation = models.ForeignKey("kernel.Organisation", models.PROTECT, null=True, related_name="+")
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(principal=models.F("agent")), name="kernel_mandate_not_self"
            ),
            models.CheckConstraint(
                condition=~models.Q(basis="assisted")
                | models.Q(organisation__isnull=False, until_at__isnull=False),
                name="kernel_mandate_assisted",
            ),
        ]
        indexes = [models.Index(fields=["principal", "agent"], name="kernel_mandate_pair")]


class Link(models.Model):
    """A link sent by email or kept in a session that lets a guest back to what they began.

    Only the SHA-256 of the secret is kept; the secret is in the link alone.
    """

    access_policy = access.policy(
        read=[access.system()],
        insert=[
            access.actor("person_id"),
            access.all_of(access.role("system"), access.subject("person_id")),
            access.system(),
        ],
        change=[access.system()],
        columns=["until_at", "used_at"],
    )

    digest = models.BinaryField(primary_key=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="links")
    leads_to = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    until_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
