"""Choosing a day or a session inside a service."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import Field as Setting

from moothall.design import fields
from moothall.design.forms import Form
from moothall.foundations.bookings import forms, operations, queries, tellings
from moothall.foundations.bookings.queries.records import SlotShown
from moothall.kernel.act import Act
from moothall.kernel.gate import attempt
from moothall.kernel.queries import areas
from moothall.kernel.refusal import Conflict
from moothall.kernel.telling import Row, Words
from moothall.services.steps import Answer, Asking, Settings, Step, step

AREA_KEYS = ("area", "ward", "ward_code", "area_code")


class SlotSettings(Settings):
    """``kind`` of resource; ``area_from`` names the step whose address says which area; ``working_days``
    whole working days lie before the first day offered; ``shown`` is how many times are offered."""

    kind: str
    area_from: str | None = None
    area_kind: str = "ward"
    working_days: int = Setting(0, ge=0, le=60)
    shown: int = Setting(8, ge=1, le=60)
    hold_minutes: int = Setting(20, ge=5, le=60)


@step("bookings.slot")
class ChooseSlot(Step[SlotSettings]):
    """Choose a day of the round that serves an address; it is held while the person goes on.

    The answer: ids of booking and slot, name, start, end, places. Words: ``title``; perhaps ``hint``,
    ``none-left``, ``summary``.
    """

    settings = SlotSettings

    def depends_on(self, settings: SlotSettings) -> Sequence[str]:
        """The step with the address: another address has other days."""
        return (settings.area_from,) if settings.area_from else ()

    def form(self, act: Act, asking: Asking[SlotSettings], typed: Any = None, files: Any = None) -> Form:
        """The next days there is room."""
        chosen = (asking.answer or {}).get("slot", "")
        field = forms.TimeChoice(
            title(asking),
            forms.days(self._offered(act, asking)),
            none_left=said(asking, "none-left")
            or _("There is no free day at the moment. Please try again in a few days."),
            hint=said(asking, "hint"),
            called=_("a day"),
            initial=chosen,
        )
        return Form.of({"slot": field})(typed, files, initial={"slot": chosen})

    def keep(self, act: Act, asking: Asking[SlotSettings], cleaned: Mapping[str, Any]) -> Answer:
        """Hold the chosen slot, in place of what was held before."""
        slot = UUID(cleaned["slot"])
        booking = operations.hold(
            act, slot=slot, journey=asking.journey, step=asking.step, person=asking.person,
            minutes=asking.settings.hold_minutes,
        )  # fmt: skip
        return _kept(act, slot, booking=booking, places=1)

    def summary(self, asking: Asking[SlotSettings], answer: Answer) -> Sequence[Row]:
        """The day and the hours."""
        return (Row(label(asking), _when(answer), personal=False),)

    def now(self, act: Act, *, matter: UUID, step: str, words: Words) -> Sequence[Row] | None:
        """The booking as it stands: moved, or cancelled."""
        return tellings.as_it_stands(matter, step=step, said=words, is_session=False)

    def ready(self, act: Act, asking: Asking[SlotSettings], answer: Answer) -> None:
        """Refuse when the hold has gone and there is no room to take it again."""
        ready(act, answer)

    def do(self, act: Act, asking: Asking[SlotSettings], answer: Answer) -> None:
        """Book what was held."""
        operations.confirm(act, booking=UUID(answer["booking"]))

    def let_go(self, act: Act, asking: Asking[SlotSettings], answer: Answer) -> None:
        """Give the hold back."""
        let_go(act, answer)

    def _offered(self, act: Act, asking: Asking[SlotSettings]) -> Sequence[SlotShown]:
        settings = asking.settings
        area = None
        if settings.area_from is not None:
            area = area_of(act, asking.answers.get(settings.area_from), kind=settings.area_kind)
            if area is None:
                return []
        found = queries.open_slots(
            act, kind=settings.kind, organisation=asking.organisation, area=area,
            working_days=settings.working_days, limit=settings.shown,
        )  # fmt: skip
        return with_own(act, asking.answer, found.items)


class PlaceSettings(Settings):
    """``kind`` of resource; at most ``most_places`` for one person; ``waiting_list`` lets them wait for a
    full session that has one; ``shown`` is how many sessions are offered."""

    kind: str
    most_places: int = Setting(4, ge=1, le=50)
    waiting_list: bool = False
    shown: int = Setting(12, ge=1, le=60)
    hold_minutes: int = Setting(20, ge=5, le=60)


@step("bookings.place")
class ChoosePlaces(Step[PlaceSettings]):
    """Choose a session and how many places; they are held while the person goes on.

    The answer is that of ``bookings.slot``; for the waiting list it has no booking. Words: ``title``; perhaps
    ``hint``, ``none-left``, ``places``, ``summary``.
    """

    settings = PlaceSettings

    def form(self, act: Act, asking: Asking[PlaceSettings], typed: Any = None, files: Any = None) -> Form:
        """The next sessions, and a number of places if there may be more than one."""
        before = asking.answer or {}
        start = {"slot": before.get("slot", ""), "places": before.get("places", 1)}
        field = forms.TimeChoice(
            title(asking),
            forms.sessions(self._offered(act, asking)),
            none_left=said(asking, "none-left")
            or _("Every session is full at the moment. New ones are added each week."),
            hint=said(asking, "hint"),
            called=_("a session"),
        )
        asked: dict[str, fields.Field] = {"slot": field}
        if asking.settings.most_places > 1 and field.options:
            asked["places"] = fields.Number(
                said(asking, "places") or _("How many places?"),
                called=_("how many places"),
                least=1,
                most=asking.settings.most_places,
            )
        return Form.of(asked)(typed, files, initial=start)

    def keep(self, act: Act, asking: Asking[PlaceSettings], cleaned: Mapping[str, Any]) -> Answer:
        """Hold the places, or note that the person will wait for them."""
        slot, places = UUID(cleaned["slot"]), int(cleaned.get("places") or 1)
        try:
            with attempt():
                booking = operations.hold(
                    act, slot=slot, places=places, journey=asking.journey, step=asking.step,
                    person=asking.person, minutes=asking.settings.hold_minutes,
                )  # fmt: skip
        except Conflict:
            found = queries.slot(act, id=slot)
            if not (asking.settings.waiting_list and found and found.resource.has_waiting_list):
                raise
            return _kept(act, slot, booking=None, places=places)
        return _kept(act, slot, booking=booking, places=places)

    def summary(self, asking: Asking[PlaceSettings], answer: Answer) -> Sequence[Row]:
        """Session, day, hours, and the places."""
        count = int(answer.get("places", 1))
        places = ngettext("%(count)s place", "%(count)s places", count) % {"count": count}
        if answer.get("booking") is None:
            places = _("On the waiting list for %(places)s") % {"places": places}
        session = ", ".join(filter(None, (answer.get("name"), _when(answer))))
        return (
            Row(label(asking), session, personal=False),
            Row(_("Places"), places, personal=False),
        )

    def values(self, asking: Asking[PlaceSettings], answer: Answer) -> Mapping[str, str]:
        """The session, and in ``{standing}`` whether there is a place or only the waiting list."""
        has_place = answer.get("booking") is not None
        standing = _("You are booked in") if has_place else _("You are on the waiting list")
        return {**super().values(asking, answer), "standing": standing}

    def now(self, act: Act, *, matter: UUID, step: str, words: Words) -> Sequence[Row] | None:
        """The booking as it stands: moved, or cancelled."""
        return tellings.as_it_stands(matter, step=step, said=words, is_session=True)

    def ready(self, act: Act, asking: Asking[PlaceSettings], answer: Answer) -> None:
        """Refuse when the hold has gone and there is no room to take it again."""
        ready(act, answer)

    def do(self, act: Act, asking: Asking[PlaceSettings], answer: Answer) -> None:
        """Book what was held, or join the waiting list."""
        if answer.get("booking") is None:
            operations.join_waiting(
                act, slot=UUID(answer["slot"]), places=answer["places"], person=asking.person
            )
        else:
            operations.confirm(act, booking=UUID(answer["booking"]))

    def let_go(self, act: Act, asking: Asking[PlaceSettings], answer: Answer) -> None:
        """Give the hold back."""
        let_go(act, answer)

    def _offered(self, act: Act, asking: Asking[PlaceSettings]) -> Sequence[SlotShown]:
        settings = asking.settings
        found = queries.open_slots(
            act, kind=settings.kind, organisation=asking.organisation, limit=settings.shown,
            with_full=settings.waiting_list,
        )  # fmt: skip
        return with_own(
            act, asking.answer, [slot for slot in found.items if slot.left or slot.resource.has_waiting_list]
        )


def area_of(act: Act, answer: Answer, *, kind: str) -> str | None:
    """The code of the area an address lies in: the code the answer carries, or where its point lies."""
    if not isinstance(answer, Mapping):
        return None
    code = next((answer[key] for key in AREA_KEYS if isinstance(answer.get(key), str) and answer[key]), None)
    if code is not None:
        return str(code)
    if answer.get("longitude") is None or answer.get("latitude") is None:
        return None
    found = areas.area_at(
        act, longitude=float(answer["longitude"]), latitude=float(answer["latitude"]), kind=kind
    )
    return found.code if found else None


def with_own(act: Act, answer: Answer, offered: Sequence[SlotShown]) -> Sequence[SlotShown]:
    """``offered`` and the slot the person holds already (its last place may be theirs), in order of time."""
    kept = answer or {}
    if not kept.get("booking") or any(str(slot.id) == kept["slot"] for slot in offered):
        return offered
    held = queries.booking(act, id=UUID(kept["booking"]))
    if held is None or held.state != "held":
        return offered
    return sorted([*offered, held.slot], key=lambda slot: slot.starts_at)


def ready(act: Act, answer: Answer) -> None:
    """Raise ``Conflict`` when what was held can no longer be booked."""
    booking = answer.get("booking")
    if booking is not None and not queries.has_places(act, booking=UUID(booking)):
        raise Conflict(
            _("The time you chose has been taken meanwhile. Choose another; your other answers are kept."),
            code="slot-gone",
        )


def let_go(act: Act, answer: Answer) -> None:
    """Give a hold back."""
    if answer and answer.get("booking"):
        operations.release(act, booking=UUID(answer["booking"]))


def said(asking: Asking[Any], name: str) -> str:
    """The pack's words ``name`` for this step, or nothing."""
    key = f"{asking.step}.{name}"
    return asking.words(key) if asking.words.has(key) else ""


def title(asking: Asking[Any]) -> str:
    """The question."""
    return asking.words(f"{asking.step}.title")


def label(asking: Asking[Any]) -> str:
    """What the answer is called on "check your answers"."""
    return said(asking, "summary") or title(asking)


def _kept(act: Act, slot: UUID, *, booking: UUID | None, places: int) -> dict[str, Any]:
    found = queries.slot(act, id=slot)
    if found is None:
        raise Conflict(_("We could not find that time. Choose another."))
    return {
        "booking": None if booking is None else str(booking),
        "slot": str(slot),
        "name": found.resource.name,
        "starts_at": found.starts_at.isoformat(),
        "ends_at": found.ends_at.isoformat(),
        "places": places,
    }


def _when(answer: Answer) -> str:
    if not answer.get("starts_at"):
        return ""
    starts_at, ends_at = (datetime.fromisoformat(answer[key]) for key in ("starts_at", "ends_at"))
    return tellings.day_and_hours(starts_at, ends_at)
