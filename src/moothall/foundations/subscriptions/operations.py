"""Following and leaving off, noting who is told of what, and telling them."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.foundations.subscriptions import queries, rules
from moothall.foundations.subscriptions.events import Followed, Unfollowed
from moothall.foundations.subscriptions.models import Notice, Subscription
from moothall.foundations.subscriptions.queries import Happening
from moothall.kernel import allow, clock, jobs
from moothall.kernel.act import Act, Role
from moothall.kernel.gate import operation, publish
from moothall.kernel.models import Matter
from moothall.kernel.operations import people
from moothall.kernel.refusal import NotFound, Refused

FOLLOWS = allow.somebody
TOO_LATE = gettext_lazy("This link no longer works. Follow it again from its page.")
Way, Pace = Subscription.Way, Subscription.Pace


@operation(allow=FOLLOWS)
def follow(
    act: Act, *, matter: UUID, whole_kind: bool = False, way: str = "message", pace: str = "now"
) -> UUID:
    """Be told of what happens to ``matter`` or, with ``whole_kind``, to everything public of its kind at its
    organisation: by ``message`` or on the ``page`` of notices alone, ``now`` or ``daily``. Returns the
    subscription's id; whoever follows it already goes on under the same one, as asked now.

    Refused for what the act does not see.
    """
    _check(way, pace)
    row = _target(Matter.objects.filter(pk=matter), whole_kind=whole_kind)
    assert act.actor is not None  # as residents and staff have
    row.person_id, row.organisation_id = act.actor, act.organisation
    row.way, row.pace, row.since_at, row.confirmed_at = way, pace, act.at, act.at
    return _keep(act, row)


@operation(allow=allow.system)
def ask_by_address(
    act: Act, *, matter: UUID, address: str, language: str, whole_kind: bool = False, pace: str = "now"
) -> None:
    """Have a message sent to ``address`` that asks whether its owner wants to follow something public. They
    are told of nothing before they have said so, and forgotten if they do not."""
    _check(Way.MESSAGE, pace)
    public = Q(visibility=Matter.Visibility.PUBLIC, published_at__isnull=False, hidden_at=None)
    row = _target(Matter.objects.filter(public, pk=matter), whole_kind=whole_kind)
    row.person_id = people.register_person(act, personal={"email": address}, language=language)
    row.way, row.pace, row.since_at = Way.MESSAGE, pace, act.at
    row.address_digest = digest_of(address)
    Subscription.objects.bulk_create([row])
    jobs.have("subscriptions.ask", subscription=str(row.id))


@operation(allow=allow.system)
def confirm(act: Act, *, subscription: UUID) -> UUID:
    """Begin to tell whoever followed the link in their mail. Doing it twice, or from two mails, changes
    nothing. Returns the subscription that goes on. Raises ``NotFound`` when it was too long ago."""
    row = _row(subscription)
    if row.ended_at is not None or (
        row.confirmed_at is None and act.at - row.since_at > rules.CONFIRM_WITHIN
    ):
        raise NotFound(str(TOO_LATE))
    if row.confirmed_at is not None:
        return row.id
    known = _same_address(row).first()
    if known is not None:
        _forget(act, row)
        return known.id
    Subscription.objects.filter(pk=row.id, confirmed_at=None).update(confirmed_at=act.at)
    publish(Followed(kind=_kind(row)), act)
    return row.id


@operation(allow=FOLLOWS)
def change(act: Act, *, subscription: UUID, way: str, pace: str) -> None:
    """Be told otherwise, or sooner or later. Whoever wants no more messages gets none that waits either.
    Doing it twice changes nothing."""
    _check(way, pace)
    row = _row(subscription)
    Subscription.objects.filter(pk=row.id, ended_at=None).update(way=way, pace=pace)
    if way == Way.PAGE:
        _write_no_more(act, row)


@operation(allow=FOLLOWS | allow.system)
def end(act: Act, *, subscription: UUID) -> None:
    """Follow something no longer. Doing it twice changes nothing. Moothall itself does it for whoever follows
    the link in a mail: a guest who follows nothing else is forgotten then."""
    row = _row(subscription)
    if act.role is Role.SYSTEM and row.address_digest:
        _forget(act, row)
    else:
        _end(act, row)


@operation(allow=FOLLOWS)
def mark_read(act: Act, *, notices: list[UUID] | None = None) -> None:
    """Have read some ``notices``, or all there are. Doing it twice changes nothing."""
    rows = Notice.objects.filter(person_id=act.actor, read_at=None)
    (rows if notices is None else rows.filter(pk__in=notices)).update(read_at=act.at)


@operation(allow=allow.system)
def note(act: Act, *, happenings: list[Happening]) -> int:
    """Note for everybody who follows what ``happenings`` are about that they are to be told; nobody of what
    they did themselves. Returns how many are written to at once. Noting it twice changes nothing."""
    made = [_notice(act, one, row) for one, row in queries.read_followers(happenings)]
    kept = Notice.objects.bulk_create(made, ignore_conflicts=True)
    told = Notice.objects.filter(pk__in=[one.pk for one in kept], sent_at=None, subscription__pace=Pace.NOW)
    ids = sorted(told.values_list("pk", flat=True))
    jobs.have_all([jobs.job("subscriptions.tell", {"notice": str(id)}) for id in ids])
    return len(ids)


@operation(allow=allow.system)
def have_digests(act: Act) -> int:
    """Have everybody written to who wants one message a day, and of whom something waits."""
    waiting = Notice.objects.filter(sent_at=None, subscription__pace=Pace.DAILY)
    readers = sorted(set(waiting.values_list("person_id", flat=True)))
    jobs.have_all([jobs.job("subscriptions.tell_day", {"person": str(person)}) for person in readers])
    return len(readers)


@operation(allow=allow.system)
def mark_sent(act: Act, *, notices: list[UUID]) -> None:
    """Note that whoever ``notices`` are for was written to, or may no longer see what they are about."""
    Notice.objects.filter(pk__in=notices, sent_at=None).update(sent_at=act.at)


@operation(allow=allow.system)
def forget(act: Act) -> int:
    """Take out old notices, and forget who typed an address that nobody confirmed. Returns how many."""
    gone, _each = Notice.objects.filter(at__lt=act.at - rules.KEPT).delete()
    rows = Subscription.objects.filter(
        confirmed_at=None, ended_at=None, since_at__lt=act.at - rules.CONFIRM_WITHIN
    )
    unconfirmed = list(rows[:500])
    for row in unconfirmed:
        _forget(act, row)
    return gone + len(unconfirmed)


def digest_of(address: str) -> str:
    """By what an address is found again, without being kept."""
    return salted_hmac("moothall.subscriptions", address.strip().lower(), algorithm="sha256").hexdigest()


def _check(way: str, pace: str) -> None:
    if way not in Way.values or pace not in Pace.values:
        words = _("Choose how we tell you")
        raise Refused(words, fields={"way": words})


def _target(rows: QuerySet[Matter], *, whole_kind: bool) -> Subscription:
    """A subscription that is not kept yet, to the matter or to all of its kind."""
    matter = rows.filter(person=None).first()
    if matter is None:
        raise NotFound(_("We could not find that."))
    if not whole_kind:
        return Subscription(matter_id=matter.pk)
    if matter.visibility != Matter.Visibility.PUBLIC:
        raise Refused(_("Only what everybody sees can be followed by its kind."))
    return Subscription(kind=matter.kind, at_id=matter.organisation_id)


def _keep(act: Act, row: Subscription) -> UUID:
    """Write a subscription down, or change the one that is there."""
    same = Subscription.objects.filter(_same(row), person_id=row.person_id, ended_at=None)
    known = same.first()
    if known is not None:
        change(act, subscription=known.id, way=row.way, pace=row.pace)
        return known.id
    Subscription.objects.bulk_create([row], ignore_conflicts=True)
    publish(Followed(kind=_kind(row)), act)
    return same.get().id


def _row(subscription: UUID) -> Subscription:
    row = Subscription.objects.filter(pk=subscription).first()
    if row is None:
        raise NotFound(_("We could not find what you follow."))
    return row


def _same_address(row: Subscription) -> QuerySet[Subscription]:
    """Whether whoever has the address follows the same already."""
    rows = Subscription.objects.filter(address_digest=row.address_digest, ended_at=None)
    return rows.filter(_same(row)).exclude(confirmed_at=None)


def _same(row: Subscription) -> Q:
    """Whatever follows the same."""
    return Q(matter_id=row.matter_id, kind=row.kind, at_id=row.at_id)


def _end(act: Act, row: Subscription) -> None:
    if Subscription.objects.filter(pk=row.id, ended_at=None).update(ended_at=act.at):
        _write_no_more(act, row)
        if row.confirmed_at is not None:
            publish(Unfollowed(kind=_kind(row)), act)


def _write_no_more(act: Act, row: Subscription) -> None:
    Notice.objects.filter(subscription_id=row.id, sent_at=None).update(sent_at=act.at)


def _forget(act: Act, row: Subscription) -> None:
    """End what the owner of an address follows, and who they are: each address that is typed is a guest of
    its own, who follows nothing else."""
    _end(act, row)
    people.erase_person(act, person=row.person_id)


def _kind(row: Subscription) -> str:
    if row.matter_id is None:
        return row.kind
    return Matter.objects.values_list("kind", flat=True).get(pk=row.matter_id)


def _notice(act: Act, one: Happening, row: Subscription) -> Notice:
    return Notice(
        id=clock.uuid7(act.at), subscription_id=row.id, person_id=row.person_id,
        organisation_id=row.organisation_id, matter_id=one.matter, event_id=one.event, event_at=one.at,
        event_name=one.name, at=act.at, sent_at=None if row.way == Way.MESSAGE else act.at,
    )  # fmt: skip
