"""What happens to rules at work. Nothing that anybody answered is in here."""

from dataclasses import dataclass
from uuid import UUID

from moothall.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class RuleFailed(Event):
    """A rule failed in a way in which it had not failed before, so that somebody cannot go on."""

    is_silent = True
    audience = "organisation"

    failure: UUID
    pack: UUID
    service: str
    rules: str
    decision: str
