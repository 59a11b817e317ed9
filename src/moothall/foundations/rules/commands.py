"""Rules on the command line: bringing in a population to try them on."""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from moothall.foundations.rules.operations import population
from moothall.foundations.rules.population.reading import NotAPopulation, Read, read_population
from moothall.kernel import act as acts
from moothall.kernel.act import Door
from moothall.kernel.doors.cli import command
from moothall.kernel.refusal import Refused

FINE, SOME_SKIPPED, NOTHING = 0, 1, 2


@command("import population")
def import_population(argv: Sequence[str]) -> int:
    """Bring in households or people, without names, from a CSV, so that rules can be tried on them.

    Exit codes: 0 fine, 1 some rows skipped, 2 nothing usable or called wrongly.
    """
    options = _options(argv)
    started = time.monotonic()
    try:
        with options.file.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
            found = read_population(lines)
        done = population.keep_population(
            acts.system(door=Door.IMPORT),
            name=options.name,
            title=options.title,
            words=options.about,
            is_invented=options.invented,
            columns=[population.Stored.of(column) for column in found.columns],
        )
    except (NotAPopulation, Refused, OSError) as unusable:
        print(unusable, file=sys.stderr)
        return NOTHING
    _report(found, done, seconds=time.monotonic() - started)
    return SOME_SKIPPED if found.skipped.counts else FINE


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="moot import population", epilog="See docs/do/change-a-rule.md.")
    parser.add_argument("file", metavar="FILE", type=Path, help="a CSV file with headings")
    parser.add_argument(
        "--about", required=True, help="where it comes from; stands on every page that uses it"
    )
    parser.add_argument("--name", default="households", help="its name; one of the same name is replaced")
    parser.add_argument("--title", default="Households", help="what people see it called")
    parser.add_argument("--invented", action="store_true", help="nobody in it exists")
    return parser.parse_args(list(argv))


def _report(found: Read, done: str, *, seconds: float) -> None:
    skipped = sum(found.skipped.counts.values())
    kinds = ", ".join(f"{column.name} ({column.kind.value})" for column in found.columns)
    print(f"{done}: {found.rows:,} rows, {skipped:,} skipped in {seconds:.1f} s")
    print(f"  columns: {kinds}")
    if skipped:
        print(found.skipped)
