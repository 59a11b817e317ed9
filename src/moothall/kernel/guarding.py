"""Whether a link alone lets somebody back in. A storey above that knows a reason why not says so::

@guards
def guarded_service(act: Act, person: UUID) -> UUID | None: …
"""

from collections.abc import Callable
from uuid import UUID

from moothall.kernel.act import Act

Guard = Callable[[Act, UUID], UUID | None]
_GUARDS: list[Guard] = []


def guards(function: Guard) -> Guard:
    """Let the function name the organisation, if any, on whose account a person's link is not enough."""
    _GUARDS.append(function)
    return function


def guarded_by(act: Act, person: UUID) -> UUID | None:
    """An organisation that asks for a second thing of whoever follows ``person``'s link; nothing if the link
    is enough. ``act`` must see all of them: Moothall's own."""
    return next((found for guard in _GUARDS if (found := guard(act, person)) is not None), None)
