"""A swap for tests, brought as anybody would."""

from uuid import UUID

from moothall.civic.swaps import operations
from moothall.kernel.act import Act
from moothall.kernel.tests.support import Small


def brought(place: Small, act: Act, *, title: str = "A garden bench") -> UUID:
    """One that waits to be looked at by the council."""
    return operations.put_up(act, organisation=place.council, title=title, text="Oak, a little worn.")
