"""The last page of a journey: what was asked for, what happens next and by when, and how to come back."""

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from moothall.design import words
from moothall.foundations.journeys.blocks import Receipt
from moothall.foundations.journeys.queries.states import JourneyState
from moothall.foundations.journeys.views import presenters
from moothall.kernel import places, settings
from moothall.kernel.act import Act
from moothall.kernel.describing import Row
from moothall.kernel.place_settings import PlaceSettings
from moothall.kernel.queries import calendars, matters, organisations, people
from moothall.kernel.refusal import NotFound
from moothall.services.steps import Effects, HasAnswer


def done_page(request: HttpRequest, act: Act, state: JourneyState) -> HttpResponse:
    """The receipt: the reference, what happens next and by when, and what was paid."""
    if state.matter is None or state.sent_at is None:
        raise NotFound(_("This has not been sent yet."))
    matter = matters.matter(act, id=state.matter)
    reference = matter.reference if matter else ""
    said = state.words.filled(
        **state.values(), reference=reference, by=_by(act, state), total=words.price(state.total_pence)
    )
    shown = presenters.common(state) | {
        "said": said,
        "reference": reference,
        "lines": [{"text": line.words, "amount_pence": line.amount_pence} for line in state.charges],
        "total_pence": state.total_pence,
        "why": state.charge_reasons,
        "sent_words": words.moment(timezone.localtime(state.sent_at)),
        "case_href": state.published.pack.follow_path(state.matter),
        "come_back_phone": _phone(act, state),
        "has_email": _has_email(act, state),
        "changed": list(_changed(act, state, state.matter)),
    }
    return render(request, "journeys/done.html", shown)


def _changed(act: Act, state: JourneyState, matter: UUID) -> Iterator[Row]:
    """What no longer stands as it was sent, as it stands now: a day that was moved or cancelled."""
    for page in state.answered:
        if isinstance(page.step.step_type, HasAnswer):
            then = {row.value for row in state.rows(page)}
            now = page.step.step_type.current_summary(act, matter=matter, step=page.key, words=state.words)
            yield from (row for row in now or () if row.value not in then)


def _has_email(act: Act, state: JourneyState) -> bool:
    """Whether a link back reaches the person by email."""
    known = people.person(act, id=state.person) if state.person else None
    return bool(known and known.email)


def _phone(act: Act, state: JourneyState) -> str:
    """Whom to phone about what was sent: the organisation, else the place."""
    owner = organisations.organisation(act, id=state.published.organisation)
    return (owner.telephone if owner else "") or settings.of(PlaceSettings).telephone


def _by(act: Act, state: JourneyState) -> str:
    """The day by which the organisation will have acted, in words: as the case's clock says, else as the
    pack does."""
    days = _working_days(state)
    if days is None or state.sent_at is None:
        return ""
    calendar = state.published.pack.calendar
    works = calendars.working_days(act, organisation=state.published.organisation, calendar=calendar)
    return words.long_date(works.after(places.local_date(state.sent_at), days))


def _working_days(state: JourneyState) -> int | None:
    for page in state.silent_steps():
        if isinstance(page.step.step_type, Effects):
            days = page.step.step_type.working_days(page.step.settings, state.route.answers)
            if days is not None:
                return days
    receipt = state.published.pack.block(Receipt)
    return receipt.working_days if receipt else None
