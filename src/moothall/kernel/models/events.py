"""Events: what has happened, once and for all; and how far each has been delivered to its readers."""

from django.db import models

from moothall.kernel import access, clock, partitions

BY_WHO_KNOWS = access.any_of(
    access.Rule("(moothall.has_to_do_with({t}.person_id))"),
    access.when("{t}.name IN ('kernel.PersonRegistered', 'kernel.MandateRevoked')"),
)
"""The act has to do with the person already; or it has just written them down or ceased to act for them, and
nothing is done because of that."""
OF_SYSTEM = access.any_of(
    access.when("{t}.name NOT IN ('kernel.PersonErased', 'kernel.MatterErased')"),
    access.all_of(access.when("{t}.name = 'kernel.PersonErased'"), access.actor()),
    access.role("system"),
)
"""That something is destroyed, Moothall itself says, or of themselves the person."""


NEEDED = """EXISTS (SELECT FROM public.kernel_reader AS r WHERE (t.xid, t.seq) > (r.xid, r.seq))
 OR EXISTS (SELECT FROM public.kernel_parkedevent AS p
 WHERE p.event_id = t.id AND p.replayed_at IS NULL AND p.given_up_at IS NULL)
 OR EXISTS (SELECT FROM public.kernel_matter AS m WHERE m.id = t.matter_id AND m.closed_at IS NULL)"""
"""A reader has not read it, an operator has not decided about it, or what it is about has not come to its
end."""


class StoredEvent(models.Model):
    """One immutable event, written in the transaction of its act: ids and codes only, never personal data.

    Append-only and partitioned by month (the migration makes the table). ``audience`` is ``matter``
    (everyone who is on the matter), ``organisation`` (only the organisation it happened in) or ``public``
    (everybody who may see the matter; it names nobody). What is only to be counted names nobody and no act.
    ``schema_version`` is its event's when it was stored; ``signature`` tells an event of the gate's from one
    that somebody else wrote (:mod:`moothall.kernel.genuine`). ``xid`` (the transaction) and ``seq`` are the
    order in which readers follow it.
    """

    access_policy = access.policy(
        read=[
            access.all_of(
                access.when("{t}.audience = 'public'"),
                access.any_of(access.when("{t}.matter_id IS NULL"), access.of_public()),
            ),
            access.all_of(
                access.of_matter(),
                access.any_of(access.when("{t}.audience <> 'organisation'"), access.owner()),
            ),
            access.all_of(
                access.when("{t}.matter_id IS NULL"), access.any_of(access.owner(), access.subject())
            ),
            access.system(),
        ],
        insert=[
            access.all_of(
                access.when("{t}.act_id = (SELECT moothall.act_id())"),
                access.when("{t}.actor_id IS NOT DISTINCT FROM (SELECT moothall.person())"),
                access.when("{t}.actor_role = (SELECT moothall.role())"),
                access.any_of(access.when("{t}.matter_id IS NULL"), access.of_matter()),
                BY_WHO_KNOWS,
                OF_SYSTEM,
            ),
            access.all_of(
                access.when("{t}.audience = 'public'"),
                access.when("{t}.act_id = (SELECT moothall.act_id())"),
                access.when("{t}.actor_role = (SELECT moothall.role())"),
                access.any_of(access.when("{t}.matter_id IS NULL"), access.of_matter(), access.of_public()),
                OF_SYSTEM,
            ),
            access.when(
                "{t}.act_id = '00000000-0000-0000-0000-000000000000' AND {t}.actor_role ="
                " (SELECT moothall.role()) AND num_nonnulls({t}.matter_id, {t}.person_id, {t}.actor_id) = 0"
            ),
        ],
    )
    partitioned = partitions.by("month", years="events_kept_years", needed=NEEDED)

    pk = models.CompositePrimaryKey("at", "id")
    id = models.UUIDField(default=clock.uuid7)
    at = models.DateTimeField()
    name = models.CharField(max_length=80)
    act_id = models.UUIDField()
    matter_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    actor_id = models.UUIDField(null=True)
    actor_role = models.CharField(max_length=10)
    door = models.CharField(max_length=6)
    audience = models.CharField(max_length=12)
    payload = models.JSONField()
    schema_version = models.PositiveSmallIntegerField(default=1)
    salt = models.BinaryField()
    leaf = models.BinaryField()
    signature = models.BinaryField(default=b"")
    xid = models.BigIntegerField()
    seq = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "kernel_event"


class Delivery(models.Model):
    """That one reaction has dealt with one event: written in the reaction's own transaction, so that a repeat
    after a crash does nothing twice."""

    access_policy = access.policy(read=[access.role("system")], insert=[access.role("system")])
    partitioned = partitions.by("month", column="event_at", days="deliveries_kept_days")

    pk = models.CompositePrimaryKey("event_at", "event_id", "reaction")
    event_at = models.DateTimeField()
    event_id = models.UUIDField()
    reaction = models.CharField(max_length=120)
    at = models.DateTimeField()


class ParkedEvent(models.Model):
    """An event that a reaction or reader could not deal with: shown to the operator, to send it again or give
    it up."""

    access_policy = access.policy(
        read=[access.role("system", "operator")],
        insert=[access.role("system")],
        change=[access.role("system", "operator")],
        columns=["replayed_at", "given_up_at"],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    event_id = models.UUIDField()
    event_at = models.DateTimeField()
    stored_name = models.CharField(max_length=80)
    reaction = models.CharField(max_length=120)
    attempts = models.PositiveSmallIntegerField()
    error = models.CharField(max_length=300)
    parked_at = models.DateTimeField()
    replayed_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event_id", "reaction"],
                condition=models.Q(replayed_at=None, given_up_at=None),
                name="kernel_parkedevent_once",
            )
        ]
        indexes = [models.Index(fields=["-parked_at"], name="kernel_parkedevent_at")]


class ReaderPosition(models.Model):
    """How far a reader has come: the transaction and number of the last event it dealt with."""

    access_policy = access.policy(
        read=[access.role("system")], insert=[access.role("system")], change=[access.role("system")]
    )

    name = models.CharField(max_length=120, primary_key=True)
    xid = models.BigIntegerField(db_default=0)
    seq = models.BigIntegerField(db_default=0)
    moved_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "kernel_reader"


class Round(models.Model):
    """How something that is done by the clock went the last time."""

    access_policy = access.policy(
        read=[access.role("system", "operator")],
        insert=[access.role("system")],
        change=[access.role("system")],
    )

    name = models.CharField(max_length=120, primary_key=True)
    noted_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
