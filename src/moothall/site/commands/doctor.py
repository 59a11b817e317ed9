"""``moot doctor``: looks at everything the place stands on, and says how to mend what is wrong."""

import argparse
from collections.abc import Callable, Iterator

import psycopg
from django.db import ProgrammingError

from moothall.kernel import context
from moothall.site import postgres
from moothall.site.checks import Finding, Level, database, machine, note, service, wrong
from moothall.site.exits import Exit

MACHINE = (machine.python, machine.packages, machine.disk, machine.secrets, machine.clock, machine.model)
DATABASE = (database.roles, database.extensions, database.migrations, database.policies, database.drafts_left)
SERVICE = (
    service.worker, service.queue, service.passed_on, service.rounds, service.parked, service.connected,
)  # fmt: skip
Check = Callable[[], Iterator[Finding]]


def main(arguments: list[str]) -> int:
    """Print every finding; exit code 1 if something is wrong."""
    argparse.ArgumentParser(
        prog="moot doctor", description="Say what is wrong and how to mend it. Changes nothing."
    ).parse_args(arguments)
    levels = [_show(finding) for finding in findings()]
    bad = levels.count(Level.WRONG)
    print(f"\n{bad} to mend." if bad else "\nNothing to mend.")
    return Exit.FINDINGS if bad else Exit.DONE


def findings() -> Iterator[Finding]:
    """Everything found, in order. What cannot be seen because something before it is wrong is left out."""
    for check in MACHINE:
        yield from check()
    try:
        with postgres.available():
            yield from _of_database()
    except (postgres.Trouble, OSError) as trouble:
        yield wrong(
            f"PostgreSQL does not run: {trouble}", "Mend what the lines above say, then run ./moot up."
        )


def _of_database() -> Iterator[Finding]:
    reached = list(database.reach())
    yield from reached
    if any(finding.level is Level.WRONG for finding in reached):
        return
    for check in (*DATABASE, *SERVICE):
        yield from _carefully(check)


def _carefully(check: Check) -> Iterator[Finding]:
    """The check's findings; a table that is not there yet is a finding of its own."""
    try:
        yield from check()
    except (psycopg.errors.UndefinedTable, ProgrammingError):
        yield wrong(f"{check.__doc__} Cannot be told: its tables are missing.", database.MIGRATE)
    except context.RoleTooMighty:
        yield note(f"{check.__doc__} Cannot be told before the role of the application is mended.")


def _show(finding: Finding) -> Level:
    print(f"{finding.level:<5}  {finding.words}")
    if finding.mend:
        print(f"       Mend: {finding.mend}")
    return finding.level
