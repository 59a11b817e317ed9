"""Runs imports: reads, puts in batches, has each batch taken in by its own act, and reports."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, TypeVar

from moothall.foundations.directory import operations
from moothall.foundations.directory.feeds.named import Named
from moothall.foundations.directory.feeds.once import Seen
from moothall.foundations.directory.feeds.refusals import EndsEarly
from moothall.foundations.directory.feeds.reports import TAKEN, Report
from moothall.foundations.directory.rules import reading
from moothall.foundations.directory.rules.notes import Notes
from moothall.kernel import act as acts
from moothall.kernel.act import Act, Door

Progress = Callable[[str], None]
T = TypeVar("T")

BATCH = 500


def import_act() -> Act:
    """A fresh act of Moothall itself for one batch."""
    return acts.system(door=Door.IMPORT)


def in_batches(items: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """``items`` in lists of ``size``."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def import_services(
    raws: Iterable[Mapping[str, Any]], *, source: str, progress: Progress, is_own: bool = False
) -> Report:
    """Take in services as publishers wrote them; keeps the report and returns it."""
    report, started = Report(), import_act()
    seconds = time.monotonic()
    for batch in in_batches(_entries(raws, report, source=source, is_own=is_own)):
        intake = operations.take_in_services(import_act(), source=source, entries=batch, is_own=is_own)
        done = report.took({name: len(getattr(intake, name)) for name in TAKEN})
        progress(f"{done:,} services, {done / max(time.monotonic() - seconds, 0.001):,.0f} a second")
    keep(report, started, kind="open-referral", source=source)
    return report


def import_terms(
    rows: Iterable[tuple[dict[str, Any] | None, Notes]], *, taxonomy: str, progress: Progress, **about: str
) -> Report:
    """Take in the terms of a taxonomy; keeps the report and returns it."""
    report, started = Report(), import_act()
    for batch in in_batches(_kept(rows, report)):
        report.counts.update(
            operations.take_in_terms(import_act(), taxonomy=taxonomy, entries=batch, **about)
        )
        progress(f"{sum(report.counts[name] for name in ('added', 'changed', 'unchanged')):,} terms")
    keep(report, started, kind="service-list", source=taxonomy)
    return report


def keep(report: Report, started: Act, *, kind: str, source: str) -> None:
    """Keep the report of an import for operators to look at later."""
    operations.keep_import_report(
        import_act(),
        kind=kind,
        source=source,
        started_at=started.at,
        counts=dict(report.counts),
        problems=report.problems(),
    )


def _entries(
    raws: Iterable[Mapping[str, Any]], report: Report, *, source: str, is_own: bool
) -> Iterator[dict[str, Any]]:
    seen = Seen()
    try:
        for raw in Named(source).completed(raws):
            notes = Notes()
            entry = reading.read_service(raw, notes, source=source)
            if entry is not None and is_own:
                entry |= {key: raw[key] for key in ("slug", "pack") if key in raw}
            settled = seen.settle(entry, notes) if entry is not None else None
            report.note(notes)
            if settled is not None:
                yield settled
    except EndsEarly as end:
        report.ended_early = str(end)


def _kept(rows: Iterable[tuple[dict[str, Any] | None, Notes]], report: Report) -> Iterator[dict[str, Any]]:
    for entry, notes in rows:
        report.note(notes)
        if entry is not None:
            yield entry
