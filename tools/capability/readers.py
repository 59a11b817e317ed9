"""What swaps read of everything that happens."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from moothall.civic.swaps import operations
from moothall.civic.swaps.events import SwapBrought
from moothall.kernel import places
from moothall.kernel.act import Act
from moothall.kernel.reactions import Envelope
from moothall.kernel.readers import reader


@reader("swaps.count")
def count_what_is_brought(act: Act, events: Sequence[Envelope[Any]]) -> None:
    """Count what was brought, by organisation and month."""
    brought: Counter[tuple[UUID, date]] = Counter()
    for one in events:
        if isinstance(one.event, SwapBrought) and one.organisation is not None:
            brought[one.organisation, places.local_date(one.at).replace(day=1)] += 1
    for (organisation, month), number in sorted(brought.items()):
        operations.count(act, organisation=organisation, month=month, number=number)
