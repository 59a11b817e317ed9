"""What slots may be filled in with: words, figures, and what an organisation or the place has."""

import re
from typing import ClassVar
from uuid import UUID

from pydantic import JsonValue

from moothall.kernel.act import Act
from moothall.kernel.extension import Registry
from moothall.kernel.queries import areas, calendars, organisations
from moothall.services.mistakes import did_you_mean


class SlotType:
    """A type of slots: what can be filled in, and whether the organisation has it."""

    sample: ClassVar[JsonValue] = "x"
    """A value that stands for any, to check a pack with."""

    def problem(self, value: JsonValue) -> str:
        """Why the value cannot be one of this type; nothing if it can."""
        return "" if isinstance(value, str) and value.strip() else "expected a text"

    def missing(self, act: Act, organisation: UUID, value: JsonValue) -> str:
        """What the organisation lacks for this value; nothing if it has it. Asked inside an operation."""
        return ""


SLOT_TYPES = Registry[str, SlotType]("slot type")
"""What may be filled in, by name."""


class Text(SlotType):
    """Words."""


class Figure(SlotType):
    """A whole number."""

    sample = 1

    def problem(self, value: JsonValue) -> str:
        """Anything else."""
        is_figure = isinstance(value, int) and not isinstance(value, bool)
        return "" if is_figure else "expected a whole number"


class Amount(SlotType):
    """An amount of money, such as ``£18.50``."""

    sample = "£1"

    def problem(self, value: JsonValue) -> str:
        """An amount without its sign, or anything else."""
        is_amount = isinstance(value, str) and re.fullmatch(r"£\d{1,6}(\.\d{2})?", value)
        return "" if is_amount else "expected an amount with its sign, like £18 or £18.50"


class Team(SlotType):
    """A team of the organisation, by its short name."""

    sample = "team"

    def missing(self, act: Act, organisation: UUID, value: JsonValue) -> str:
        """That there is no such team."""
        known = [team.slug for team in organisations.read_teams(organisation)]
        return "" if value in known else f"you have no team “{value}”{did_you_mean(str(value), known)}"


class Calendar(SlotType):
    """A working calendar of the organisation, by its short name."""

    sample = "calendar"

    def missing(self, act: Act, organisation: UUID, value: JsonValue) -> str:
        """That there is no such calendar."""
        known = calendars.read_calendars(organisation)
        return "" if value in known else f"you have no calendar “{value}”{did_you_mean(str(value), known)}"


class Area(SlotType):
    """An area of the place, by its code."""

    sample = "area"

    def missing(self, act: Act, organisation: UUID, value: JsonValue) -> str:
        """That there is no such area."""
        known = [area.code for area in areas.atlas(act).areas]
        return "" if value in known else f"there is no area “{value}” here{did_you_mean(str(value), known)}"


for name, slot_type in (
    ("text", Text()),
    ("number", Figure()),
    ("amount", Amount()),
    ("team", Team()),
    ("calendar", Calendar()),
    ("area", Area()),
):
    SLOT_TYPES.offer(name, slot_type, by=type(slot_type))
