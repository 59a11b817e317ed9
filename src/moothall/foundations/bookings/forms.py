"""Choosing a time: a list of what is open, with how much room there is, or clear words when there is none."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup, escape

from moothall.design import drawing, fields, words
from moothall.design.fields import DrawnField, Option
from moothall.design.forms import Form
from moothall.foundations.bookings.queries.records import SlotShown

LARGE, SMALL = Markup('<h1 class="govuk-heading-l">{}</h1>'), Markup("<h2>{}</h2>")


class TimeChoice(fields.Choice):
    """A choice of slots. ``none_left`` is said instead when there is nothing to choose."""

    called = _("a time")
    messages = {"not_offered": _("That time has gone. Choose another")}

    def __init__(self, label: Any, options: Iterable[Option], *, none_left: str, **others: Any) -> None:
        super().__init__(label, options, **others)
        self.none_left = none_left

    def draw(self, drawn: DrawnField, *, heading: bool) -> Markup:
        """Radio buttons; without options the question and why there is nothing to choose."""
        if self.options:
            return super().draw(drawn, heading=heading)
        title = (LARGE if heading else SMALL).format(drawn.label)
        return title + drawing.component("inset-text", id=drawn.id, html=escape(self.none_left))


def days(slots: Sequence[SlotShown]) -> list[Option]:
    """Slots of rounds: the day to choose, with the hours and the room as a hint."""
    return [
        Option(str(slot.id), words.long_date(slot.starts_at), hint=f"{hours(slot)} · {room(slot)}")
        for slot in slots
    ]


def sessions(slots: Sequence[SlotShown], *, places: int = 1) -> list[Option]:
    """Slots of sessions: name, day and hours to choose, with where it is and the room as a hint."""
    return [
        Option(
            str(slot.id),
            f"{slot.resource.name}, {words.long_date(slot.starts_at)}, {hours(slot)}",
            hint=" · ".join(filter(None, (slot.resource.where, room(slot)))),
        )
        for slot in slots
    ]


def hours(slot: SlotShown) -> str:
    """From when to when: "7am to midday"."""
    return words.time_span(slot.starts_at, slot.ends_at)


def room(slot: SlotShown) -> str:
    """How many places are left, in words."""
    if slot.left > 0:
        return ngettext("%(count)s place left", "%(count)s places left", slot.left) % {"count": slot.left}
    return gettext("Full, with a waiting list") if slot.resource.has_waiting_list else gettext("Full")


WHY: Mapping[str, Any] = {
    "wanted": _("They asked us to"),
    "ours": _("We cannot do it"),
    "mistake": _("It was booked by mistake"),
}
"""Why staff cancel a booking, as ``events.REASONS``."""


def cancelling(follows: Mapping[str, Sequence[str]]) -> type[Form]:
    """Why a booking is cancelled; ``follows`` says for each reason what happens then."""
    options = [Option(reason, WHY[reason], hint=" ".join(said)) for reason, said in follows.items()]
    question = fields.Choice(_("Why is it cancelled?"), options, called=_("why it is cancelled"))
    return Form.of({"reason": question})
