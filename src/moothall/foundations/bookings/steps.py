"""Choosing a day or a session inside a service."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import Field as Setting

from moothall.design import fields
from moothall.design.forms import Form
from moothall.foundations.bookings import describe, forms, operations, queries
from moothall.foundations.bookings.queries.records import SlotShown
from moothall.kernel.act import Act
from moothall.kernel.describing import Row, Words
from moothall.kernel.gate import attempt
from moothall.kernel.queries import areas
from moothall.kernel.refusal import Conflict
from moothall.services.steps import Answer, Asks, Effects, Holds, Settings, StepContext, Typed, mapping, step

AREA_KEYS = ("area", "ward", "ward_code", "area_code")


S = TypeVar("S", bound=Settings)


class HoldsBooking(Holds[S]):
    """Holds a booking, until the journey is sent or for as long as the settings say."""

    def check_ready(self, act: Act, context: StepContext[S], answer: Answer) -> None:
        """Refuse when the hold has gone and there is no room to take it again."""
        booking = booking_of(answer)
        if booking is not None and not queries.has_places(act, booking=booking):
            raise Conflict(_gone(), code="slot-gone")

    def release(self, act: Act, context: StepContext[S], answer: Answer) -> None:
        """Give the hold back."""
        booking = booking_of(answer)
        if booking is not None:
            operations.release(act, booking=booking)


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
class ChooseSlot(Asks[SlotSettings], HoldsBooking[SlotSettings], Effects[SlotSettings]):
    """Choose a day of the round that serves an address; it is held while the person goes on.

    The answer: ids of booking and slot, name, start, end, places. Words: ``title``; perhaps ``hint``,
    ``none-left``, ``summary``.
    """

    settings = SlotSettings

    def depends_on(self, settings: SlotSettings) -> Sequence[str]:
        """The step with the address: another address has other days."""
        return (settings.area_from,) if settings.area_from else ()

    def form(
        self,
        act: Act,
        context: StepContext[SlotSettings],
        typed: Typed | None = None,
        files: Typed | None = None,
    ) -> Form:
        """The next days there is room."""
        chosen = str(mapping(context.answer).get("slot", ""))
        field = forms.TimeChoice(
            context.title,
            forms.days(self._offered(act, context)),
            none_left=context.said("none-left")
            or _("There is no free day at the moment. Please try again in a few days."),
            hint=context.said("hint"),
            called=_("a day"),
            initial=chosen,
        )
        return Form.of({"slot": field})(typed, files, initial={"slot": chosen})

    def accept(self, act: Act, context: StepContext[SlotSettings], cleaned: Mapping[str, Any]) -> Answer:
        """Hold the chosen slot, in place of what was held before."""
        slot = UUID(cleaned["slot"])
        booking = operations.hold(
            act, slot=slot, held_for=context.journey, step=context.step, person=context.person,
            minutes=context.settings.hold_minutes,
        )  # fmt: skip
        return _kept(act, slot, booking=booking, places=1)

    def summary(self, context: StepContext[SlotSettings], answer: Answer) -> Sequence[Row]:
        """The day and the hours."""
        return (Row(context.label, _when(answer), personal=False),)

    def current_summary(self, act: Act, *, matter: UUID, step: str, words: Words) -> Sequence[Row] | None:
        """The booking as it stands: moved, or cancelled."""
        return describe.as_it_stands(matter, step=step, said=words, is_session=False)

    def carry_out(self, act: Act, context: StepContext[SlotSettings], answer: Answer) -> None:
        """Book what was held."""
        booking = booking_of(answer)
        if booking is not None:
            operations.confirm(act, booking=booking)

    def _offered(self, act: Act, context: StepContext[SlotSettings]) -> Sequence[SlotShown]:
        settings = context.settings
        area = None
        if settings.area_from is not None:
            area = area_of(act, context.answers.get(settings.area_from), kind=settings.area_kind)
            if area is None:
                return []
        found = queries.open_slots(
            act, kind=settings.kind, organisation=context.organisation, area=area,
            working_days=settings.working_days, limit=settings.shown,
        )  # fmt: skip
        return with_own(act, context.answer, found.items)


class PlaceSettings(Settings):
    """``kind`` of resource; at most ``most_places`` for one person; ``waiting_list`` lets them wait for a
    full session that has one; ``shown`` is how many sessions are offered."""

    kind: str
    most_places: int = Setting(4, ge=1, le=50)
    waiting_list: bool = False
    shown: int = Setting(12, ge=1, le=60)
    hold_minutes: int = Setting(20, ge=5, le=60)


@step("bookings.place")
class ChoosePlaces(Asks[PlaceSettings], HoldsBooking[PlaceSettings], Effects[PlaceSettings]):
    """Choose a session and how many places; they are held while the person goes on.

    The answer is that of ``bookings.slot``; for the waiting list it has no booking. Words: ``title``; perhaps
    ``hint``, ``none-left``, ``places``, ``summary``.
    """

    settings = PlaceSettings

    def form(
        self,
        act: Act,
        context: StepContext[PlaceSettings],
        typed: Typed | None = None,
        files: Typed | None = None,
    ) -> Form:
        """The next sessions, and a number of places if there may be more than one."""
        before = mapping(context.answer)
        start = {"slot": before.get("slot", ""), "places": before.get("places", 1)}
        field = forms.TimeChoice(
            context.title,
            forms.sessions(self._offered(act, context)),
            none_left=context.said("none-left")
            or _("Every session is full at the moment. New ones are added each week."),
            hint=context.said("hint"),
            called=_("a session"),
        )
        asked: dict[str, fields.Field] = {"slot": field}
        if context.settings.most_places > 1 and field.options:
            asked["places"] = fields.Number(
                context.said("places") or _("How many places?"),
                called=_("how many places"),
                least=1,
                most=context.settings.most_places,
            )
        return Form.of(asked)(typed, files, initial=start)

    def accept(self, act: Act, context: StepContext[PlaceSettings], cleaned: Mapping[str, Any]) -> Answer:
        """Hold the places, or note that the person will wait for them."""
        slot, places = UUID(cleaned["slot"]), int(cleaned.get("places") or 1)
        try:
            with attempt():
                booking = operations.hold(
                    act, slot=slot, places=places, held_for=context.journey, step=context.step,
                    person=context.person, minutes=context.settings.hold_minutes,
                )  # fmt: skip
        except Conflict:
            found = queries.slot(act, id=slot)
            if not (context.settings.waiting_list and found and found.resource.has_waiting_list):
                raise
            return _kept(act, slot, booking=None, places=places)
        return _kept(act, slot, booking=booking, places=places)

    def summary(self, context: StepContext[PlaceSettings], answer: Answer) -> Sequence[Row]:
        """Session, day, hours, and the places."""
        chosen = mapping(answer)
        count = int(str(chosen.get("places", 1)))
        places = ngettext("%(count)s place", "%(count)s places", count) % {"count": count}
        if booking_of(answer) is None:
            places = _("On the waiting list for %(places)s") % {"places": places}
        session = ", ".join(filter(None, (str(chosen.get("name") or ""), _when(answer))))
        return (
            Row(context.label, session, personal=False),
            Row(_("Places"), places, personal=False),
        )

    def values(self, context: StepContext[PlaceSettings], answer: Answer) -> Mapping[str, str]:
        """The session, and in ``{standing}`` whether there is a place or only the waiting list."""
        has_place = booking_of(answer) is not None
        standing = _("You are booked in") if has_place else _("You are on the waiting list")
        return {**super().values(context, answer), "standing": standing}

    def current_summary(self, act: Act, *, matter: UUID, step: str, words: Words) -> Sequence[Row] | None:
        """The booking as it stands: moved, or cancelled."""
        return describe.as_it_stands(matter, step=step, said=words, is_session=True)

    def carry_out(self, act: Act, context: StepContext[PlaceSettings], answer: Answer) -> None:
        """Book what was held, or join the waiting list."""
        booking, chosen = booking_of(answer), mapping(answer)
        if booking is not None:
            operations.confirm(act, booking=booking)
        else:
            slot, places = UUID(str(chosen["slot"])), int(str(chosen["places"]))
            operations.join_waiting(act, slot=slot, places=places, person=context.person)

    def _offered(self, act: Act, context: StepContext[PlaceSettings]) -> Sequence[SlotShown]:
        settings = context.settings
        found = queries.open_slots(
            act, kind=settings.kind, organisation=context.organisation, limit=settings.shown,
            with_full=settings.waiting_list,
        )  # fmt: skip
        return with_own(
            act, context.answer, [slot for slot in found.items if slot.left or slot.resource.has_waiting_list]
        )


def area_of(act: Act, answer: Answer, *, kind: str) -> str | None:
    """The code of the area an address lies in: the code the answer carries, or where its point lies."""
    address = mapping(answer)
    codes = [code for key in AREA_KEYS if isinstance(code := address.get(key), str) and code]
    if codes:
        return codes[0]
    longitude, latitude = address.get("longitude"), address.get("latitude")
    if longitude is None or latitude is None:
        return None
    found = areas.area_at(act, longitude=float(str(longitude)), latitude=float(str(latitude)), kind=kind)
    return found.code if found else None


def with_own(act: Act, answer: Answer, offered: Sequence[SlotShown]) -> Sequence[SlotShown]:
    """``offered`` and the slot the person holds already (its last place may be theirs), in order of time."""
    booking = booking_of(answer)
    if booking is None or any(str(slot.id) == mapping(answer).get("slot") for slot in offered):
        return offered
    held = queries.booking(act, id=booking)
    if held is None or held.state != "held":
        return offered
    return sorted([*offered, held.slot], key=lambda slot: slot.starts_at)


def _gone() -> str:
    return _("The time you chose has been taken meanwhile. Choose another; your other answers are kept.")


def booking_of(answer: Answer) -> UUID | None:
    """The booking that an answer holds, if it holds one."""
    found = mapping(answer).get("booking")
    return UUID(found) if isinstance(found, str) else None


def _kept(act: Act, slot: UUID, *, booking: UUID | None, places: int) -> Answer:
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
    chosen = mapping(answer)
    if not chosen.get("starts_at"):
        return ""
    starts_at, ends_at = (datetime.fromisoformat(str(chosen[key])) for key in ("starts_at", "ends_at"))
    return describe.day_and_hours(starts_at, ends_at)
