"""Addresses on the command line: importing postcodes and addresses."""

import argparse
import csv
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from moothall.foundations.addresses import operations, rules
from moothall.foundations.addresses.rules import NotATable, Problems, Row
from moothall.kernel import act as acts
from moothall.kernel import tables
from moothall.kernel.act import Door
from moothall.kernel.doors.cli import command

FINE, SOME_SKIPPED, NOTHING = 0, 1, 2
BATCH = 5000

Say = Callable[[str], None]


@command("import postcodes")
def import_postcodes(argv: Sequence[str]) -> int:
    """Bring in postcodes with their positions from a CSV: ONSPD, NSPL or one with postcode, lat and lon.

    Exit codes: 0 fine, 1 some rows skipped, 2 nothing usable or called wrongly.
    """
    return _run("postcodes", argv, take_in_postcodes)


@command("import addresses")
def import_addresses(argv: Sequence[str]) -> int:
    """Bring in addresses from a CSV with uprn, line_1, line_2, town, postcode, longitude and latitude.

    Exit codes: 0 fine, 1 some rows skipped, 2 nothing usable or called wrongly.
    """
    return _run("addresses", argv, take_in_addresses)


def take_in_postcodes(path: Path, say: Say) -> tuple[Counter[str], Problems]:
    """Import a file of postcodes, each batch in an act of its own. Raises ``NotATable`` or ``OSError``."""
    problems = Problems()
    with tables.opened(path) as file:
        rows, columns = _table(file, rules.POSTCODE_COLUMNS, ("postcode", "latitude", "longitude"))
        counts: Counter[str] = Counter()
        for batch in _batches(rules.postcodes(rows, columns, problems)):
            counts.update(operations.take_in_postcodes(acts.system(door=Door.IMPORT), rows=batch))
            say(f"{counts.total():,} postcodes")
    return counts, problems


def take_in_addresses(path: Path, say: Say) -> tuple[Counter[str], Problems]:
    """Import a file of addresses, each batch in an act of its own. Raises ``NotATable`` or ``OSError``."""
    problems = Problems()
    needed = ("uprn", "line_1", "postcode", "latitude", "longitude")
    with tables.opened(path) as file:
        rows, columns = _table(file, rules.ADDRESS_COLUMNS, needed)
        counts: Counter[str] = Counter()
        for batch in _batches(rules.addresses(rows, columns, problems)):
            counts.update(operations.take_in_addresses(acts.system(door=Door.IMPORT), rows=batch))
            say(f"{counts.total():,} addresses")
    return counts, problems


def _table(
    file: Iterable[str], wanted: Mapping[str, tuple[str, ...]], needed: Iterable[str]
) -> tuple["csv.DictReader[str]", Row]:
    rows = csv.DictReader(file)
    return rows, rules.columns_of(rows.fieldnames or (), wanted, needed)


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _run(
    kind: str, argv: Sequence[str], take_in: Callable[[Path, Say], tuple[Counter[str], Problems]]
) -> int:
    parser = argparse.ArgumentParser(prog=f"moot import {kind}", epilog="See docs/do/import.md.")
    parser.add_argument("file", metavar="FILE")
    started = time.monotonic()
    try:
        counts, problems = take_in(Path(parser.parse_args(list(argv)).file), _say)
    except (NotATable, OSError, csv.Error) as unusable:
        print(unusable, file=sys.stderr)
        return NOTHING
    for line in _report(counts, problems, seconds=time.monotonic() - started):
        print(line)
    if not counts.total():
        return NOTHING
    return SOME_SKIPPED if problems.counts else FINE


def _report(counts: Counter[str], problems: Problems, *, seconds: float) -> Iterator[str]:
    skipped = sum(problems.counts.values())
    said = ", ".join(f"{counts[name]:,} {name}" for name in ("added", "changed", "unchanged"))
    yield f"{said}, {skipped:,} skipped in {seconds:.1f} s"
    for words, count in sorted(problems.counts.items(), key=lambda pair: -pair[1]):
        yield f"  {count:>6,}  {words}"
        yield from (f"            {example}" for example in problems.examples[words])


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
