"""What somebody asked for before they had an account."""

from collections import Counter
from typing import NamedTuple
from uuid import UUID

from django.conf import settings

from moothall.foundations.cases.rules import finding
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.fetching import fetch
from moothall.kernel.gate import query
from moothall.kernel.queries import people
from moothall.services import shelf


class _Row(NamedTuple):
    person: UUID
    pack: UUID


@query(allow=allow.system)
def asked_as_guest(act: Act, *, email: str) -> dict[UUID, int]:
    """How many cases each guest has who gave ``email``, which whoever asks has confirmed. Guests with a
    case of a sensitive service are left out: an address alone does not show whose that is."""
    digests = finding.digests(finding.words([email]), key=settings.MOOTHALL_SEARCH_KEY)
    rows = fetch(_Row, "SELECT person, pack FROM moothall.cases_of_guests(%s::bigint[])", digests)
    known = people.people(act, ids={row.person for row in rows})
    theirs = {id for id, shown in known.items() if (shown.email or "").casefold() == email.casefold()}
    hidden = {row.person for row in rows if _is_sensitive(act, row.pack)}
    return dict(Counter(row.person for row in rows if row.person in theirs - hidden))


def _is_sensitive(act: Act, pack: UUID) -> bool:
    published = shelf.published(act, id=pack)
    return published is None or published.pack.sensitive
