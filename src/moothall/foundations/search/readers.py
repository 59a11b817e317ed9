"""The index reads along everything that happens."""

from collections.abc import Sequence
from typing import Any

from moothall.foundations.search import operations
from moothall.kernel.act import Act
from moothall.kernel.reactions import Envelope
from moothall.kernel.readers import reader
from moothall.kernel.searching import SOURCES


@reader("search.index", batch=100)
def index_what_changed(act: Act, events: Sequence[Envelope[Any]]) -> None:
    """Bring the index up to date with whatever the events may have changed, each thing once."""
    for type, source in SOURCES.items():
        keys = dict.fromkeys(key for envelope in events for key in source.concerned(envelope))
        if keys:
            operations.index(act, type=type, keys=list(keys))
