"""The last page of a journey: what was asked for, what happens next and by when, and how to come back."""

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from moothall.design import words
from moothall.foundations.journeys.queries.trips import Trip
from moothall.foundations.journeys.views import drawing
from moothall.kernel import navigation, places, settings
from moothall.kernel.act import Act
from moothall.kernel.contact import Contact
from moothall.kernel.queries import calendars, matters, organisations, people
from moothall.kernel.telling import Row
from moothall.services import kinds


def done_page(request: HttpRequest, act: Act, trip: Trip) -> HttpResponse:
    """The receipt: the reference, what happens next and by when, and what was paid."""
    assert trip.matter is not None and trip.sent_at is not None
    matter = matters.matter(act, id=trip.matter)
    reference = matter.reference if matter else ""
    said = trip.words.filled(
        **trip.values(), reference=reference, by=_by(act, trip), total=words.price(trip.total_pence)
    )
    shown = drawing.common(trip) | {
        "said": said,
        "reference": reference,
        "lines": [{"text": line.words, "amount_pence": line.amount_pence} for line in trip.charges],
        "total_pence": trip.total_pence,
        "why": trip.why_charged,
        "sent_words": words.moment(timezone.localtime(trip.sent_at)),
        "case_href": _case_href(trip, trip.matter),
        "come_back_phone": _phone(act, trip),
        "has_email": _has_email(act, trip),
        "changed": list(_changed(act, trip, trip.matter)),
    }
    return render(request, "journeys/done.html", shown)


def _changed(act: Act, trip: Trip, matter: UUID) -> Iterator[Row]:
    """What no longer stands as it was sent, as it stands now: a day that was moved or cancelled."""
    for stop, kind, asking in trip.steps():
        then = {row.value for row in kind.summary(asking, asking.answer)}
        now = kind.now(act, matter=matter, step=stop.key, words=trip.words) or ()
        yield from (row for row in now if row.value not in then)


def _has_email(act: Act, trip: Trip) -> bool:
    """Whether a link back reaches the person by email."""
    known = people.person(act, id=trip.person) if trip.person else None
    return bool(known and known.email)


def _phone(act: Act, trip: Trip) -> str:
    """Whom to phone about what was sent: the organisation, else the place."""
    owner = organisations.organisation(act, id=trip.published.organisation)
    return (owner.telephone if owner else "") or settings.of(Contact).telephone


def _by(act: Act, trip: Trip) -> str:
    """The day by which the organisation will have acted, in words: as the case's clock says, else as the
    pack does."""
    clocks = (
        kinds.kind_of(spec).within(kinds.settings_of(spec), trip.route.answers)
        for spec in trip.silent_steps()
    )
    days = next((found for found in clocks if found is not None), trip.published.pack.receipt.working_days)
    if days is None or trip.sent_at is None:
        return ""
    calendar = (trip.published.pack.case or {}).get("calendar")
    works = calendars.working_days(act, organisation=trip.published.organisation, calendar=calendar)
    return words.long_date(works.after(places.local_date(trip.sent_at), days))


def _case_href(trip: Trip, matter: UUID) -> str:
    return navigation.matter(matter, for_staff=False) if trip.published.pack.case is not None else ""
