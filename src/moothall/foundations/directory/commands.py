"""The directory on the command line: importing open data."""

import argparse
import csv
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from moothall.foundations.directory.feeds import imports, streaming, web
from moothall.foundations.directory.feeds.refusals import NotAFeed
from moothall.foundations.directory.feeds.reports import NOTHING, Report
from moothall.foundations.directory.rules import service_list
from moothall.kernel import tables
from moothall.kernel.doors.cli import command


@command("import open-referral")
def import_open_referral(argv: Sequence[str]) -> int:
    """Bring in services from an Open Referral UK 3.0 feed: a file or a web address.

    Exit codes: 0 fine, 1 some entries skipped, 2 nothing usable or called wrongly.
    """
    options = _options("open-referral", argv, what="FILE|URL")
    source = options.source or _source_of(options.file)
    return _report(lambda: _import_services(options.file, source))


@command("import service-list")
def import_service_list(argv: Sequence[str]) -> int:
    """Bring in service types from a Local Government Services List CSV.

    Exit codes: 0 fine, 1 some rows skipped, 2 nothing usable or called wrongly.
    """
    options = _options("service-list", argv)
    return _report(lambda: _import_terms(Path(options.file)))


def _import_services(where: str, source: str) -> Report:
    raws = web.services_at(where) if web.is_address(where) else streaming.services_in(Path(where))
    return imports.import_services(raws, source=source, progress=_say)


def _import_terms(path: Path) -> Report:
    with tables.opened(path) as file:
        rows = csv.DictReader(file)
        columns = service_list.columns_of(rows.fieldnames or ())
        return imports.import_terms(
            service_list.read_rows(rows, columns),
            taxonomy=service_list.TAXONOMY,
            progress=_say,
            description=service_list.ABOUT,
            uri=service_list.URI,
        )


def _report(run: Callable[[], Report]) -> int:
    started = time.monotonic()
    try:
        report = run()
    except (NotAFeed, service_list.NotAServiceList) as refused:
        print(refused, file=sys.stderr)
        return NOTHING
    except (OSError, csv.Error) as unreadable:
        print(f"The file cannot be read: {unreadable}", file=sys.stderr)
        return NOTHING
    for line in report.lines(seconds=time.monotonic() - started):
        print(line)
    return report.exit_code


def _options(kind: str, argv: Sequence[str], what: str = "FILE") -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"moot import {kind}", epilog="See docs/do/import.md.")
    parser.add_argument("file", metavar=what)
    parser.add_argument("--source", help="the name of the feed (default: its file name or address)")
    return parser.parse_args(list(argv))


def _source_of(where: str) -> str:
    return (where.split("?")[0].rstrip("/") if web.is_address(where) else Path(where).name)[:200]


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
