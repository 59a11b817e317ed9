"""Whose cases they are that can be reached at an address: to send a link again, and for what somebody asked
for before they had an account."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from django.conf import settings

from moothall.foundations.cases.rules import finding
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.fetching import fetch
from moothall.kernel.gate import query
from moothall.kernel.queries import people
from moothall.services import pack_cache


class Reached(NamedTuple):
    """A case whose person gave an address, and whether they have no account."""

    matter: UUID
    person: UUID
    pack: UUID | None
    is_guest: bool


REACHED = "SELECT matter, person, pack, is_guest FROM moothall.cases_reached_at(%s::bigint[])"


def digests_of(address: str) -> list[int]:
    """What cases keep of an email address or telephone number, which nobody can read."""
    return finding.digests(finding.asked(address), key=settings.MOOTHALL_SEARCH_KEY)


def read_reached(digests: Sequence[int]) -> list[Reached]:
    """The newest cases that keep all of ``digests``, inside another query or operation of Moothall itself."""
    return fetch(Reached, REACHED, list(digests))


@query(allow=allow.system)
def asked_as_guest(act: Act, *, email: str) -> dict[UUID, int]:
    """How many cases each guest has who gave ``email``, which whoever asks has confirmed. Guests with a
    case of a sensitive service are left out: an address alone does not show whose that is."""
    rows = [row for row in read_reached(digests_of(email)) if row.is_guest]
    known = people.people(act, ids={row.person for row in rows})
    theirs = {id for id, shown in known.items() if (shown.email or "").casefold() == email.casefold()}
    hidden = {row.person for row in rows if _is_sensitive(act, row.pack)}
    return dict(Counter(row.person for row in rows if row.person in theirs - hidden))


def _is_sensitive(act: Act, pack: UUID | None) -> bool:
    published = pack_cache.published(act, id=pack) if pack else None
    return published is None or published.pack.sensitive
