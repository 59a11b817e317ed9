"""The page of everything that is kept about somebody, and the file to take away."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language

from moothall.foundations.privacy import operations, queries
from moothall.foundations.privacy.queries import MOST, Heading
from moothall.foundations.privacy.views.archive import Archive
from moothall.foundations.privacy.views.presenters import Section, section
from moothall.kernel import allow, clock
from moothall.kernel.act import Act
from moothall.kernel.doors.rendering import render
from moothall.kernel.doors.web import acts_of, key_of, page
from moothall.kernel.exporting import Item
from moothall.kernel.queries import people
from moothall.kernel.refusal import NotAllowed

SHOWN = 5
"""Things of each kind that the page shows; the file has all."""


@dataclass(frozen=True, slots=True)
class EverythingPage:
    """What ``privacy/everything.html`` shows."""

    sections: Sequence[Section]
    withheld: Sequence[Heading]
    nothing: Sequence[Heading]
    key: str


@page(allow=allow.resident, reads=False)
def everything(request: HttpRequest) -> HttpResponseBase:
    """Everything that is kept about the person the act is for, by kind; sent, it is handed over as a file."""
    acts = acts_of(request)
    if not queries.may_see_everything(acts[0]):
        raise NotAllowed(str(queries.NOT_EVERYTHING))
    if request.method == "POST":
        return _taken(request, acts)
    found = [
        section(heading, _items(acts, heading, limit=SHOWN + 1), most=SHOWN)
        for heading in queries.headings(acts[0])
    ]
    shown = EverythingPage(
        sections=[one for one in found if one.rows],
        withheld=[one.heading for one in found if one.heading.withheld],
        nothing=[one.heading for one in found if not one.rows and not one.heading.withheld],
        key=clock.token(),
    )
    return render(request, "privacy/everything.html", shown)


def _taken(request: HttpRequest, acts: Sequence[Act]) -> HttpResponseBase:
    """The file, made while it is sent."""
    act = acts[0]
    operations.take_everything(act.with_key(key_of(request)))
    person = people.person(act, id=act.subject) if act.subject else None
    name = person.name if person else ""
    whole = Archive(
        queries.headings(act),
        lambda heading: _items(acts, heading, limit=MOST),
        at=act.at,
        name=name,
        language=get_language() or act.language,
    )
    headers = {
        "Content-Disposition": f'attachment; filename="everything-{act.at:%Y-%m-%d}.zip"',
        "Cache-Control": "no-store",
    }
    return StreamingHttpResponse(whole.octets(), content_type="application/zip", headers=headers)


def _items(acts: Sequence[Act], heading: Heading, *, limit: int) -> list[Item]:
    """What is kept about somebody, with an account and as the guests they were."""
    return [item for act in acts for item in queries.items(act, table=heading.table, limit=limit)]
