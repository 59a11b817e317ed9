"""How much a value weighs when it is written out in full.

Lists and contexts may share parts, so a few steps can make a value that would fill the memory as text or take
for ever to compare. Whatever is made is therefore weighed, and refused when it is too heavy or too deep.
"""

from __future__ import annotations

from typing import Any

from ..limits import Run
from ..problems import LimitReached, Problem

DEEPEST = 60
_HOLDERS = (list, dict)


def weight(value: Any, most: int) -> int:
    """The number of parts of a value, shared ones counted each time; stops counting beyond `most`.

    Raises LimitReached when parts are nested too deeply.
    """
    total = 1
    waiting = [(value, 0)]
    while waiting and total <= most:
        holder, depth = waiting.pop()
        if depth > DEEPEST:
            raise LimitReached(Problem(f"The rule was stopped: a value is nested more than {DEEPEST} deep."))
        total += len(holder)
        parts = holder.values() if holder.__class__ is dict else holder
        waiting.extend((part, depth + 1) for part in parts if part.__class__ in _HOLDERS)
    return total


def weighed(run: Run, value: Any) -> Any:
    """The value itself, its weight counted. Raises LimitReached when it is too heavy or too deep."""
    if value.__class__ in _HOLDERS:
        run.claim(weight(value, run.limits.size))
    return value


def charge(run: Run, value: Any, share: int) -> None:
    """Count the looking at a whole value: one step for each `share` parts. Raises LimitReached."""
    if value.__class__ in _HOLDERS:
        run.spend(weight(value, run.limits.size) // share)
