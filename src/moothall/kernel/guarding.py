"""Whether a link alone lets somebody back in. A storey above that knows a reason why not says so::

@GUARDS.each
def guarded_service(act: Act, person: UUID) -> UUID | None: …
"""

from collections.abc import Callable
from uuid import UUID

from moothall.kernel.act import Act
from moothall.kernel.extension import Registry

Guard = Callable[[Act, UUID], UUID | None]
GUARDS = Registry[str, Guard]("guard")
"""Each names the organisation, if any, on whose account a person's link is not enough."""


def guarded_by(act: Act, person: UUID) -> UUID | None:
    """An organisation that asks for a second thing of whoever follows ``person``'s link; nothing if the link
    is enough. ``act`` must see all of them: Moothall's own."""
    return next((found for guard in GUARDS.values() if (found := guard(act, person)) is not None), None)
