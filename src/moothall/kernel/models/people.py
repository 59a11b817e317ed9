"""People, the keys their personal data is encrypted under, mandates, and links that let a guest back in."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from moothall.kernel import access, clock

IN_SIGHT = "(moothall.sees_person({{t}}.{column}))"
"""The act's organisation has to do with the person (``sql/people.sql``)."""
OF_ORGANISATION = access.all_of(access.when("{t}.kind = 'organisation'"), access.owner("holder"))
OF_MATTER = access.all_of(access.when("{t}.kind = 'matter'"), access.of_matter("holder"))


class Person(models.Model):
    """A human being. Who they are and how to reach them is in ``personal``: a JSON object (name, email,
    telephone …) encrypted under their own data key (:mod:`moothall.kernel.vault`). What else they tell is in
    :class:`~moothall.kernel.models.attributes.Attribute`.

    ``registered_by_id`` is the organisation that wrote them down, which sees them until they have an account.
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
                    access.Rule(IN_SIGHT.format(column="holder")),
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

    ``purposes`` are names of services (:attr:`Matter.kind`), or ``everything``. Under any of them the agent
    sees the principal's own details, because what is written for them is encrypted under their key.
    """

    access_policy = access.policy(
        read=[access.actor("principal_id"), access.actor("agent_id"), access.system()],
        insert=[access.actor("principal_id"), access.system()],
        change=[access.actor("principal_id"), access.actor("agent_id"), access.system()],
        columns=["revoked_at"],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    principal = models.ForeignKey(Person, models.PROTECT, related_name="mandates_given")
    agent = models.ForeignKey(Person, models.PROTECT, related_name="mandates_held")
    purposes = ArrayField(models.CharField(max_length=60))
    basis = models.CharField(max_length=40)
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(principal=models.F("agent")), name="kernel_mandate_not_self"
            )
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
