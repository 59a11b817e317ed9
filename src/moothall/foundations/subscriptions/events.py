"""What happens to subscriptions, to be counted: who follows what is nobody's business."""

from dataclasses import dataclass

from moothall.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class Followed(Event):
    """Somebody follows a matter of a ``kind``, or all of them."""

    is_silent = True
    names_nobody = True
    audience = "organisation"
    kind: str


@dataclass(frozen=True, kw_only=True)
class Unfollowed(Event):
    """Somebody follows a matter of a ``kind`` no longer, or all of them."""

    is_silent = True
    names_nobody = True
    audience = "organisation"
    kind: str
