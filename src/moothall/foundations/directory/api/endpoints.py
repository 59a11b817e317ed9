"""The endpoints of Open Referral UK 3.0: open to everyone, from any website."""

from collections.abc import Callable, Iterator
from functools import partial, wraps
from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse

from moothall.foundations.directory.api.asked import Asked, Page
from moothall.foundations.directory.queries import open_referral as queries
from moothall.foundations.directory.queries.open_referral import Slice
from moothall.foundations.directory.rules import documents
from moothall.kernel import act as acts
from moothall.kernel import gate
from moothall.kernel.act import Act, Door
from moothall.kernel.doors.protocol import Answer, Protocol, View
from moothall.kernel.refusal import NotFound

ABOUT = {
    "version": "HSDS-UK-3.0",
    "profile": "https://docs.openreferraluk.org/en/latest/",
    "openapi_url": "https://docs.openreferraluk.org/en/latest/openapi30.json",
}
ORUK = Protocol(for_any_site=True, seconds=60)
CHUNK = 500


def endpoint(answer: Callable[..., Answer]) -> View:
    """Make a function of act, parameters and path an endpoint, which reads in one transaction."""

    @wraps(answer)
    def run(act: Act, request: HttpRequest, **path: UUID) -> Answer:
        with gate.reading(act):
            return answer(act, Asked(request.GET.dict()), **path)

    return ORUK.endpoint(run)


@endpoint
def about(act: Act, asked: Asked) -> str:
    """``/``: which standard this speaks."""
    return documents.as_json(ABOUT)


@endpoint
def services(act: Act, asked: Asked) -> Answer:
    """``/services``."""
    filters, full = asked.filters(act), asked.flag("full")
    if asked.flag("minimal"):
        texts = queries.open_stamps(act, filters=filters)
        return _envelope(Slice(texts, len(texts)), Page(1, max(len(texts), 1)))
    if asked.text("format") == "ndjson":
        return _lines(partial(queries.open_services, filters=filters, full=full))
    page = asked.page()
    found = queries.open_services(act, filters=filters, full=full, limit=page.size, offset=page.offset)
    return _envelope(found, page)


@endpoint
def service(act: Act, asked: Asked, id: UUID) -> str:
    """``/services/{id}``."""
    return _or_missing(queries.open_service(act, id=id), "service")


@endpoint
def at_locations(act: Act, asked: Asked) -> Answer:
    """``/service_at_locations``."""
    filters, full = asked.filters(act), asked.flag("full")
    if asked.text("format") == "ndjson":
        return _lines(partial(queries.open_at_locations, filters=filters, full=full))
    page = asked.page()
    found = queries.open_at_locations(act, filters=filters, full=full, limit=page.size, offset=page.offset)
    return _envelope(found, page)


@endpoint
def at_location(act: Act, asked: Asked, id: UUID) -> str:
    """``/service_at_locations/{id}``."""
    return _or_missing(queries.open_at_location(act, id=id), "service at a location")


@endpoint
def organisations(act: Act, asked: Asked) -> str:
    """``/organizations``."""
    page = asked.page()
    found = queries.open_organisations(
        act,
        search=asked.text("search"),
        full=asked.flag("full"),
        full_service=asked.flag("full_service"),
        limit=page.size,
        offset=page.offset,
    )
    return _envelope(found, page)


@endpoint
def organisation(act: Act, asked: Asked, id: UUID) -> str:
    """``/organizations/{id}``."""
    found = queries.open_organisation(act, id=id, full_service=asked.flag("full_service"))
    return _or_missing(found, "organization")


@endpoint
def taxonomies(act: Act, asked: Asked) -> str:
    """``/taxonomies``."""
    page = asked.page()
    found = queries.open_taxonomies(act, search=asked.text("search"), limit=page.size, offset=page.offset)
    return _envelope(found, page)


@endpoint
def taxonomy(act: Act, asked: Asked, id: UUID) -> str:
    """``/taxonomies/{id}``."""
    return _or_missing(queries.open_taxonomy(act, id=id), "taxonomy")


@endpoint
def terms(act: Act, asked: Asked) -> str:
    """``/taxonomy_terms``."""
    page = asked.page()
    found = queries.open_terms(
        act,
        search=asked.text("search"),
        taxonomy=asked.identity("taxonomy_id"),
        parent=asked.identity("parent_id"),
        top_only=asked.flag("top_only"),
        limit=page.size,
        offset=page.offset,
    )
    return _envelope(found, page)


@endpoint
def term(act: Act, asked: Asked, id: UUID) -> str:
    """``/taxonomy_terms/{id}``."""
    return _or_missing(queries.open_term(act, id=id), "taxonomy term")


def _envelope(found: Slice, page: Page) -> str:
    """A page of texts in the envelope of the standard."""
    pages = max(-(-found.total // page.size), 1)
    head = documents.as_json(
        {
            "total_items": found.total,
            "total_pages": pages,
            "page_number": page.number,
            "size": len(found.texts),
            "first_page": page.number == 1,
            "last_page": page.number >= pages,
            "empty": not found.texts,
        }
    )
    return f'{head[:-1]},"contents":[{",".join(found.texts)}]}}'


def _lines(ask: Callable[..., Slice]) -> StreamingHttpResponse:
    """Everything, one JSON text to a line; each chunk is read by an act of its own."""

    def chunks() -> Iterator[str]:
        offset = 0
        while texts := ask(acts.public(door=Door.API), limit=CHUNK, offset=offset).texts:
            yield "\n".join(texts) + "\n"
            offset += len(texts)

    return StreamingHttpResponse(chunks(), content_type="application/x-ndjson")


def _or_missing(found: str | None, what: str) -> str:
    if found is None:
        raise NotFound(f"There is no such {what}.")
    return found
