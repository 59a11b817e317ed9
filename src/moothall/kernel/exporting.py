"""How what is kept about somebody is shown and handed to them (UK GDPR, Articles 15 and 20).

The manifests say what there is (:class:`moothall.kernel.manifest.Kept`); its columns are read as they say.
Where that would not be plain, a capability offers how it exports a table, in its ``exports.py``::

    @EXPORTS.under("<table>")
    def things(act: Act, person: UUID, limit: int) -> Iterable[Item]: …
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from moothall.kernel.act import Act
from moothall.kernel.extension import Registry


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes with an item; ``content`` reads it when it is asked for."""

    name: str
    content: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is kept about somebody: since when, by or with which organisation, on which matter (its
    reference), and what, by name."""

    at: datetime | None
    content: Mapping[str, Any] = field(default_factory=dict)
    organisation: str = ""
    reference: str = ""
    files: tuple[File, ...] = ()


Export = Callable[[Act, UUID, int], Iterable[Item]]
"""What is kept of a person in one table, newest first, at most so many, as far as the act may see it."""

EXPORTS = Registry[str, Export]("The export of")
"""How tables are exported that are not plain as they are."""
