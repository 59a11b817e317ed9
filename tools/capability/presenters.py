"""What the pages of swaps show: frozen records whose fields are the names in their templates."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from moothall.civic.swaps.queries import SwapShown
from moothall.design.forms import Form


@dataclass(frozen=True, slots=True)
class Listed:
    """What is shown, a page at a time."""

    swaps: tuple[SwapShown, ...]
    next_href: str
    first_href: str


@dataclass(frozen=True, slots=True)
class One:
    """One of them; ``thread`` leads to what has happened."""

    swap: SwapShown
    stage: Promise
    thread: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The form for a new one."""

    form: Form
    key: str
