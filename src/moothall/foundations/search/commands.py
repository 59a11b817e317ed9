"""The index on the command line."""

import argparse
from collections.abc import Iterator, Sequence

from moothall.foundations.search import operations, queries
from moothall.kernel import act as acts
from moothall.kernel import gate
from moothall.kernel.doors.cli import command
from moothall.kernel.searching import SOURCES

BATCH = 500


@command("search rebuild")
def rebuild(argv: Sequence[str]) -> int:
    """Compare all that can be found with what is kept for searching, and put that right."""
    parser = argparse.ArgumentParser(prog="moot search rebuild", description=rebuild.__doc__)
    parser.add_argument("type", nargs="*", help="only of these types, such as directory.service")
    wanted = parser.parse_args(argv).type
    for type in sorted({*SOURCES, *queries.types_kept(acts.system())}):
        if not wanted or type in wanted:
            print(f"{type}: {_rebuild(type)} changed")
    return 0


def _rebuild(type: str) -> int:
    """First what there is, then what is kept though it is there no longer; a batch to a transaction."""
    changed = 0
    if type in SOURCES:
        changed += sum(operations.index(acts.system(), type=type, keys=keys) for keys in _offered(type))
        return changed + sum(operations.index(acts.system(), type=type, keys=keys) for keys in _kept(type))
    return sum(operations.forget(acts.system(), type=type, keys=keys) for keys in _kept(type))


def _offered(type: str) -> Iterator[Sequence[str]]:
    behind = ""
    while True:
        act = acts.system()
        with gate.reading(act):
            keys = SOURCES[type].keys(act, behind, BATCH)
        if not keys:
            return
        yield keys
        behind = keys[-1]


def _kept(type: str) -> Iterator[Sequence[str]]:
    behind = ""
    while keys := queries.keys_kept(acts.system(), type=type, behind=behind, limit=BATCH):
        yield keys
        behind = keys[-1]
