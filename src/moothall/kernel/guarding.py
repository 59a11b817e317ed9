"""Whether a link alone lets somebody back in. What they asked of a service whose pack says ``asks_code`` or
``sensitive`` needs a second thing on a device where they have not been.

A capability that keeps something of people besides their matters says of which services::

    @holds
    def under_way(act: Act, person: UUID) -> Iterable[UUID]: …
"""

from collections.abc import Callable, Iterable
from uuid import UUID

from moothall.kernel.act import Act
from moothall.kernel.gate import reading
from moothall.kernel.models import Matter
from moothall.kernel.packs import shelf
from moothall.kernel.packs.shelf import Published

Holder = Callable[[Act, UUID], Iterable[UUID]]
_HOLDERS: list[Holder] = []


def holds(function: Holder) -> Holder:
    """Let the function say of which versions of packs its capability keeps something of a person."""
    _HOLDERS.append(function)
    return function


def guarded_by(act: Act, person: UUID) -> UUID | None:
    """An organisation whose service asks for a second thing of whoever follows ``person``'s link; nothing if
    the link is enough. ``act`` must see all of them: Moothall's own."""
    with reading(act):
        found = (shelf.published(act, id=pack) for pack in _packs(act, person))
        return next((one.organisation for one in found if one is not None and _is_guarded(one)), None)


def _packs(act: Act, person: UUID) -> set[UUID]:
    matters = Matter.objects.filter(person_id=person).exclude(pack_id=None)
    of_matters = matters.values_list("pack_id", flat=True).distinct()
    return {*of_matters, *(pack for function in _HOLDERS for pack in function(act, person))}


def _is_guarded(published: Published) -> bool:
    return published.pack.asks_code or published.pack.sensitive
