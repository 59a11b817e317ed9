"""Whether a service asks for more than a link before it lets somebody back in: what they asked of a service
whose pack says ``asks_code`` or ``sensitive`` needs a second thing on a device where they have not been.

A capability that keeps something of people besides their matters says of which services::

    @HOLDERS.each
    def under_way(act: Act, person: UUID) -> Iterable[UUID]: …
"""

from collections.abc import Callable, Iterable
from uuid import UUID

from moothall.kernel import guarding
from moothall.kernel.act import Act
from moothall.kernel.extension import Registry
from moothall.kernel.gate import reading
from moothall.kernel.models import Matter
from moothall.services import pack_cache
from moothall.services.pack_cache import PublishedPack

Holder = Callable[[Act, UUID], Iterable[UUID]]
HOLDERS = Registry[str, Holder]("holder")
"""Each says of which versions of packs its capability keeps something of a person."""


@guarding.GUARDS.each
def guarded_service(act: Act, person: UUID) -> UUID | None:
    """An organisation whose service asks for a second thing of whoever follows ``person``'s link."""
    with reading(act):
        found = (pack_cache.published(act, id=pack) for pack in _packs(act, person))
        return next((one.organisation for one in found if one is not None and _is_guarded(one)), None)


def _packs(act: Act, person: UUID) -> set[UUID]:
    matters = Matter.objects.filter(person_id=person).exclude(pack_id=None)
    of_matters = matters.values_list("pack_id", flat=True).distinct()
    return {*of_matters, *(pack for function in HOLDERS.values() for pack in function(act, person))}


def _is_guarded(published: PublishedPack) -> bool:
    return published.pack.asks_code or published.pack.sensitive
