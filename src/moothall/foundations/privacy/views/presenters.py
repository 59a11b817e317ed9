"""What is kept about somebody, in lines of words."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from moothall.design import words
from moothall.foundations.privacy.queries import Heading
from moothall.kernel.exporting import Item
from moothall.kernel.manifest import Ends


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of thing that is kept, with what there is of it; ``has_more`` when that is not all."""

    heading: Heading
    rows: list[tuple[str, list[tuple[str, str]]]]
    has_more: bool

    @property
    def ending(self) -> str:
        """What becomes of it when its person is erased, in words."""
        return ending(self.heading)


def ending(heading: Heading) -> str:
    """What becomes of it when its person is erased."""
    says = {
        Ends.UNREADABLE: _("If you are erased: it can never be read again."),
        Ends.REMOVED: _("If you are erased: it is removed."),
        Ends.EMPTIED: _("If you are erased: what it says of you is emptied."),
        Ends.KEPT: _("If you are erased: it stays, without saying who you were."),
    }[heading.ends]
    return f"{says} {heading.why}".strip()


def section(heading: Heading, items: Iterable[Item], *, most: int) -> Section:
    """A section with its newest ``most`` things."""
    found = sorted(items, key=lambda item: item.at.isoformat() if item.at else "", reverse=True)
    return Section(heading, [_row(item) for item in found[:most]], len(found) > most)


def _row(item: Item) -> tuple[str, list[tuple[str, str]]]:
    """When, and what by name."""
    about = [(_("Organisation"), item.organisation), (_("Reference"), item.reference)]
    content = [(_label(name), value) for name, value in _flat(item.content)]
    when = words.moment(item.at) if item.at else ""
    return when, [(name, value) for name, value in (*about, *content) if value]


def _label(name: str) -> str:
    return name.replace("_", " ").replace(".", ", ").strip().capitalize()


def _flat(content: Mapping[str, Any], before: str = "") -> Iterable[tuple[str, str]]:
    for name, value in content.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dt.datetime):
        return words.moment(value)
    if isinstance(value, Mapping):
        return "; ".join(f"{_label(name)}: {text}" for name, text in _flat(value))
    if isinstance(value, list | tuple):
        return ", ".join(_text(one) for one in value)
    return "" if value is None else str(value)
