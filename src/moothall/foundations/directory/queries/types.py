"""Service types and other terms."""

from dataclasses import dataclass
from uuid import UUID

from moothall.foundations.directory.models import Term
from moothall.foundations.directory.rules import reading
from moothall.foundations.directory.rules.service_list import TAXONOMY
from moothall.kernel import allow, paging
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.paging import Page
from moothall.kernel.records import record


@dataclass(frozen=True, slots=True)
class ServiceType:
    """A type of service, such as of the Local Government Services List."""

    id: UUID
    code: str
    name: str
    description: str
    plain_words: str
    uri: str


@query(allow=allow.anyone, api="v1")
def service_types(act: Act, *, cursor: str = "", limit: int = 500) -> Page[ServiceType]:
    """The types of the Local Government Services List in order of id, a page at a time."""
    return paging.page(
        Term.objects.filter(taxonomy_id=reading.derived_id("taxonomy", TAXONOMY)),
        lambda found: (record(ServiceType, row) for row in found),
        by=("id",),
        cursor=cursor,
        limit=limit,
    )
