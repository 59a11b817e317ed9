"""Asking the place for help, asking more exactly, and saying that the answer was wrong."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from moothall.civic.matching import encrypting, index_cache, queries, understanding
from moothall.civic.matching.answering import Answering
from moothall.civic.matching.events import NeedAsked, NeedMisread, NeedUnmet
from moothall.civic.matching.filters import Narrowing
from moothall.civic.matching.models import Search
from moothall.civic.matching.outcomes import SearchOutcome
from moothall.civic.matching.rules import Certainty
from moothall.kernel import allow, clock, locating
from moothall.kernel.act import Act
from moothall.kernel.allow import Condition
from moothall.kernel.gate import operation, publish
from moothall.kernel.refusal import Refused

KEPT_FOR = timedelta(hours=24)
LONGEST_WORDS = 1000

nobody_in_particular = Condition("anyone, without saying who they are", lambda act: act.person is None)
"""Needs are never joined to a person, so an act that knows its person is refused."""


@dataclass(frozen=True, slots=True)
class KeptSearch:
    """A search, and the key that opens it: for the session of whoever asked, and nobody else."""

    search: UUID
    key: str


@operation(allow=nobody_in_particular)
def ask(act: Act, *, words: str, postcode: str = "") -> KeptSearch:
    """Find what could help with a need told in somebody's own words, and keep the answer for a day.

    Records which needs were read, for which ward, and how surely: never the words, never who asked. Refuses
    when nothing was said.
    """
    if not words.strip():
        said = _("Say what you need, or what is going on")
        raise Refused(said, fields={"words": said})
    tidy, told = locating.tidy(postcode), words.strip()[:LONGEST_WORDS]
    outcome = _outcome_of(act, told)
    _record(act, outcome, ward=queries.ward_of(act, postcode=tidy))
    return _keep(act, queries.NeedTold(told, tidy, "", Narrowing(), outcome))


@operation(allow=nobody_in_particular)
def choose_need(act: Act, *, search: UUID, key: str, need: str) -> KeptSearch:
    """Answer which of two needs was meant: the services are put in order anew. Refuses a need that was not
    offered."""
    told = queries.told(act, search=search, key=key)
    if need not in told.outcome.question:
        raise Refused(_("Choose one of the answers."))
    outcome = _outcome_of(act, told.words, chosen=need)
    return _keep(act, queries.NeedTold(told.words, told.postcode, need, told.filters, outcome))


@operation(allow=nobody_in_particular)
def narrow(act: Act, *, search: UUID, key: str, filters: dict[str, Any]) -> KeptSearch:
    """Show only the services of a search that fit ``filters`` (see
    :class:`~moothall.civic.matching.filters.Narrowing`)."""
    told = queries.told(act, search=search, key=key)
    chosen = Narrowing.from_plain(filters)
    return _keep(act, queries.NeedTold(told.words, told.postcode, told.chosen, chosen, told.outcome))


@operation(allow=nobody_in_particular)
def report_misread(act: Act, *, search: UUID, key: str) -> None:
    """Say that the words were taken for something else."""
    told = queries.told(act, search=search, key=key)
    ward = queries.ward_of(act, postcode=told.postcode)
    publish(NeedMisread(needs=told.outcome.needs, ward=ward, channel=act.door.value), act)


@operation(allow=nobody_in_particular)
def report_unmet(act: Act, *, search: UUID, key: str) -> None:
    """Say that none of the services would help."""
    told = queries.told(act, search=search, key=key)
    ward = queries.ward_of(act, postcode=told.postcode)
    publish(NeedUnmet(needs=told.outcome.needs, ward=ward, channel=act.door.value, is_told=True), act)


@operation(allow=allow.system)
def forget_searches(act: Act) -> int:
    """Delete the searches whose day is over; returns how many."""
    return Search.objects.filter(until_at__lte=act.at).delete()[0]


def _outcome_of(act: Act, words: str, *, chosen: str = "") -> SearchOutcome:
    answering = Answering(index_cache.OfPlace(act), understanding.reader(), understanding.query_of)
    return answering.outcome_of(words, chosen=chosen)


def _keep(act: Act, told: queries.NeedTold) -> KeptSearch:
    search, key = clock.uuid7(act.at), encrypting.new_key()
    row = Search(
        id=search,
        encrypted=encrypting.encrypt(told.plain(), key=key, search=search),
        until_at=act.at + KEPT_FOR,
    )
    Search.objects.bulk_create([row])
    return KeptSearch(search, key)


def _record(act: Act, outcome: SearchOutcome, *, ward: str) -> None:
    channel = act.door.value
    publish(
        NeedAsked(
            needs=outcome.needs,
            ward=ward,
            certainty=outcome.certainty.value,
            channel=channel,
            results=outcome.near,
            by_meaning=outcome.by_meaning,
        ),
        act,
    )
    if outcome.absent or outcome.certainty is Certainty.NOTHING:
        publish(
            NeedUnmet(needs=outcome.absent or outcome.needs, ward=ward, channel=channel, is_told=False), act
        )
