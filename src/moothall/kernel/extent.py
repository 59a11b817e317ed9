"""Over what somebody has a permission: all their organisation does, or a part of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from moothall.kernel import capability


@dataclass(frozen=True, slots=True)
class Scope:
    """All of an organisation's work, or that of one team, one service, one matter."""

    team: UUID | None = None
    service: str = ""
    matter: UUID | None = None

    @property
    def kind(self) -> str:
        """What sort of thing it is, as assignments name it."""
        if self.matter is not None:
            return "matter"
        if self.service:
            return "service"
        return "organisation" if self.team is None else "team"


WHOLE = Scope()
Held = Mapping[str, frozenset[Scope]]
"""Permissions, each with what it is held over."""


class Row(NamedTuple):
    """A live assignment as the database tells of it: the role's permissions (nothing for none) and over
    what."""

    permissions: list[str] | None
    team: UUID | None
    service: str
    matter: UUID | None


def everywhere(codes: Iterable[str]) -> Held:
    """The permissions ``codes``, with all that they carry, for the whole organisation."""
    return dict.fromkeys(capability.with_carried(codes), frozenset({WHOLE}))


def held(rows: Iterable[Row]) -> Held:
    """What live assignments give together. What cannot be held for a part (managing people, publishing
    services) counts only where it was given for the whole."""
    found: dict[str, frozenset[Scope]] = {}
    whole_only = {code for code, one in capability.permissions().items() if one.for_whole}
    for row in rows:
        scope = Scope(row.team, row.service, row.matter)
        for code in row.permissions or ():
            if scope == WHOLE or code not in whole_only:
                found[code] = found.get(code, frozenset()) | {scope}
    return found


def gives_over_parts(codes: Iterable[str]) -> bool:
    """Whether any of ``codes`` that is given by itself counts over a part of the work."""
    known = capability.permissions()
    return any(known[code].lets and not known[code].for_whole for code in codes if code in known)
