"""What is counted of everything that happens."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from moothall.foundations.statistics import operations
from moothall.foundations.statistics.operations import Count
from moothall.kernel import places
from moothall.kernel.act import Act
from moothall.kernel.capability import counted
from moothall.kernel.reactions import Envelope
from moothall.kernel.readers import reader


@reader("statistics.count")
def count_what_happens(act: Act, events: Sequence[Envelope[Any]]) -> None:
    """Count what manifests declare to be counted, by day, organisation and kind, each once."""
    found = Counter(key for envelope in events for key in _keys(envelope))
    if found:
        operations.count(act, counts=[Count(*key, number) for key, number in found.items()])


def _keys(envelope: Envelope[Any]) -> Iterator[tuple[str, date, UUID, str]]:
    if envelope.organisation is None:
        return
    for one in counted():
        if one.event == type(envelope.event).event_name():
            kind = str(getattr(envelope.event, one.by)) if one.by else ""
            yield one.code, places.local_date(envelope.at), envelope.organisation, kind
