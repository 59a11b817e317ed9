"""PostgreSQL's dump programs, as whoever may read every row of the installation's database."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from moothall.site import bootstrap, environment, schema
from moothall.site.exits import Stop
from moothall.site.postgres import program

KEPT_OUT = (
    "kernel_datakey",
    "moothall.signing_key",
    "moothall.installed",
    "django_session",
    "signin_cache",
    "procrastinate_workers",
)
"""Tables whose rows never enter a backup: keys (they live apart, so that an erased person stays erased),
whatever would let somebody in, and what a running installation writes anew."""


BLIND = (
    "The user of DATABASE_URL may not read every row, so a backup would not be whole. Give that user "
    "BYPASSRLS (ALTER ROLE … BYPASSRLS), or name one in DATABASE_URL who has it, for backups only."
)
COPY = re.compile(r"COPY (\S+) \(.*\) FROM stdin;\n")
END_OF_TABLE = "\\.\n"
OLDEST_MAJOR = bootstrap.OLDEST_VERSION // 10_000


def dump(path: Path) -> None:
    """Write the database to ``path`` in PostgreSQL's custom format. Raises ``Stop``."""
    apart = [f"--exclude-table-data={table}" for table in KEPT_OUT]
    _run("pg_dump", "--format=custom", f"--file={path}", *apart)


def restore(path: Path, database: str, section: str, *, jobs: int = 2) -> None:
    """Bring one section (``pre-data``, ``data``, ``post-data``) of a dump into ``database``.

    Raises ``Stop``.
    """
    options = ["--exit-on-error", "--no-comments", f"--section={section}", f"--jobs={jobs}"]
    _run("pg_restore", *options, str(path), database=database)


def rows(path: Path) -> Iterator[tuple[str, str]]:
    """Every row in a dump: its table (as ``schema.table``) and its text. Raises ``Stop``."""
    command = [_program("pg_restore"), "--data-only", "--file=-", str(path)]
    table = ""
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as reading:  # noqa: S603
        for line in reading.stdout or ():
            if found := COPY.match(line):
                table = found[1].replace('"', "")
            elif line == END_OF_TABLE:
                table = ""
            elif table:
                yield table, line
    if reading.returncode:
        raise Stop(f"{path} cannot be read to its end.")


def contents(path: Path) -> str:
    """The dump's table of contents. Raises ``Stop`` if it is not a dump."""
    if not path.is_file():
        raise Stop(f"There is no file {path}.")
    done = subprocess.run(  # noqa: S603
        [_program("pg_restore"), "--list", str(path)], capture_output=True, text=True, check=False
    )
    if done.returncode or "kernel_datakey" not in done.stdout:
        raise Stop(f"{path} is not a Moothall backup, or not a whole one.")
    return done.stdout


def _run(name: str, *options: str, database: str | None = None) -> None:
    where = conninfo_to_dict(schema.administrator_dsn())
    password = str(where.pop("password", ""))
    where["dbname"] = database or environment.server().name
    command = [_program(name), f"--dbname={make_conninfo('', **where)}", *options]
    surroundings = {"PATH": os.environ.get("PATH", ""), "PGPASSWORD": password}
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)  # noqa: S603
    if "row-level security" in done.stderr:
        raise Stop(BLIND)
    if done.returncode:
        words = done.stderr.strip().splitlines()
        raise Stop(f"{name} failed: {words[0] if words else f'exit code {done.returncode}'}")


def _program(name: str) -> str:
    """The wheel's program; for another server the system's, if new enough, as the wheel's speak no TLS."""
    found = None if environment.server().is_embedded else shutil.which(name)
    return found if found and _major(found) >= OLDEST_MAJOR else str(program(name))


def _major(path: str) -> int:
    """The major version of a PostgreSQL program, as in ``pg_dump (PostgreSQL) 18.6``."""
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    found = re.search(r"\) (\d+)", said)
    return int(found[1]) if found else 0
