"""What every part of a pack shares: unknown keys are refused, with the known ones at hand."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,59}$")]
"""A name inside a pack: lower-case letters, digits and hyphens, beginning with a letter."""

RESERVED = frozenset({"check", "save", "back", "done", "fill-in", "new", "tasks", "trouble"})
"""Names of pages that every journey has, so that no step may take them."""


class Part(BaseModel):
    """A mapping in a pack."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def _pence(value: object) -> int:
    """``£18`` or ``£18.50`` as pence."""
    found = re.fullmatch(r"£(\d{1,6})(?:\.(\d{2}))?", value.strip()) if isinstance(value, str) else None
    if found is None:
        raise PydanticCustomError("money", "expected an amount with its sign, like £18 or £18.50")
    return int(found[1]) * 100 + int(found[2] or 0)


Pounds = Annotated[int, BeforeValidator(_pence)]
"""An amount of money, written ``£18.50``; in Python, pence."""


def _unreserved(name: str) -> str:
    if name in RESERVED:
        raise PydanticCustomError("reserved", "every journey has a page of this name; choose another one")
    return name


StepId = Annotated[Slug, AfterValidator(_unreserved)]
"""The name of a step: also its part of the page's address and of the keys of its words."""
