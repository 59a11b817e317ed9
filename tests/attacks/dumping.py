"""The whole database as PostgreSQL's own dump program writes it, sign-in tables included."""

import re
import subprocess

from moothall.site.postgres import program
from tests.support.database import PlaceDatabase

COPY = re.compile(r"^COPY (\S+) \(.*\) FROM stdin;$")


def found_in(database: PlaceDatabase, *theirs: str) -> dict[str, set[str]]:
    """For each of ``theirs`` the tables whose rows have it in them, as text or as bytes; what the dump says
    besides rows is under the name of nothing."""
    looked_for = {text: (text, text.encode().hex()) for text in theirs}
    found: dict[str, set[str]] = {text: set() for text in theirs}
    table = ""
    for line in _dump(database).splitlines():
        if begun := COPY.match(line):
            table = begun[1].removeprefix("public.")
        elif line == r"\.":
            table = ""
        for text, ways in looked_for.items():
            if any(way in line for way in ways):
                found[text].add(table)
    return found


def _dump(database: PlaceDatabase) -> str:
    where = database.cluster.dsn(database.name)
    command = [str(program("pg_dump")), "--format=plain", f"--dbname={where}"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
