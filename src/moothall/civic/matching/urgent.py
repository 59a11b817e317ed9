"""Urgent help as the panel above the results, with the place's own numbers where it has its own service."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.civic.matching.loading import load_languages, load_own_words
from moothall.civic.matching.rules import Contact, UrgentHelp
from moothall.kernel.place_settings import PlaceSettings

HOURS = {
    "always": gettext_lazy("Day and night"),
    "every day": gettext_lazy("Every day"),
    "Monday to Friday": gettext_lazy("Monday to Friday"),
    "working days": gettext_lazy("Working days"),
}
LOCAL = "local"
"""Stands in ``crisis.yaml`` for the number of the place's own service."""

LONGEST_QUOTE = 120


@dataclass(frozen=True, slots=True)
class Own:
    """What is said first to somebody who wrote in another language: what to do in danger, and the titles."""

    language: str
    direction: str
    call: str
    titles: list[str]


@dataclass(frozen=True, slots=True)
class Panel:
    """Urgent help for everything that was told: whom to call, each once; ``because``: which words led to it;
    ``others``: further titles with their advice; ``own``: the same in the language that was written."""

    title: str
    words: str
    because: str
    lines: list[dict[str, str]]
    others: list[tuple[str, str]]
    own: Own | None


def panel(found: Sequence[UrgentHelp], *, contact: PlaceSettings, language: str = "") -> Panel | None:
    """The panel for the urgent help that was found, if any; ``contact`` is how the place can be reached,
    ``language`` the one to say it in first."""
    if not found:
        return None
    lines = [line for urgent in found for each in urgent.help.contacts for line in _lines(each, contact)]
    first, *others = (urgent.help for urgent in found)
    return Panel(
        title=first.title,
        words=first.advice,
        because=_("We show this because you wrote “%(said)s”.") % {"said": _shortened(found[0].said.text)},
        lines=list({line.get("phone") or line.get("words", ""): line for line in reversed(lines)}.values())[
            ::-1
        ],
        others=[(help.title, help.advice) for help in others],
        own=_own(found, language),
    )


def _own(found: Sequence[UrgentHelp], language: str) -> Own | None:
    """What is said in ``language``, if that is known."""
    words, known = load_own_words().get(language), load_languages().by_code
    if words is None:
        return None
    direction = "rtl" if known[language].script == "arabic" else "ltr"
    return Own(language, direction, words.call, [words.titles[each.help.id] for each in found])


def _shortened(said: str) -> str:
    return said if len(said) <= LONGEST_QUOTE else said[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"


def _lines(contact: Contact, place: PlaceSettings) -> list[dict[str, str]]:
    """A contact as lines: numbers to call, or words such as “text SHOUT to 85258”."""
    if contact.phone == LOCAL:
        return _local(contact, place)
    hours = str(HOURS.get(contact.hours, contact.hours))
    is_number = bool(re.fullmatch(r"[\d +]+", contact.phone))
    return [{"name": contact.name, "phone" if is_number else "words": contact.phone, "hours": hours}]


def _local(contact: Contact, place: PlaceSettings) -> list[dict[str, str]]:
    """The place's own number by day and, for help at any hour, the one for all other times."""
    lines = []
    if place.telephone:
        lines.append({"name": contact.name, "phone": place.telephone, "hours": place.hours})
    if contact.hours == "always" and place.out_of_hours_telephone:
        other = {"phone": place.out_of_hours_telephone, "hours": _("At all other times")}
        lines.append({"name": contact.name, **other})
    return lines
