"""``moot backup FILE``: everything the place knows, without any secret; ``--verify`` tries one out."""

import argparse
import os
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from moothall.site import drafts, dumps, people_keys, schema
from moothall.site.exits import Exit, Stop

PEOPLE = "SELECT count(wrapped), count(*) - count(wrapped) FROM kernel_datakey WHERE kind = 'person'"


def main(arguments: list[str]) -> int:
    """Write the backup and, beside the secrets, the present keys of people's data; or try one out."""
    options = _options(arguments)
    target = Path(options.file).expanduser().resolve()
    if options.verify:
        return _verify(target)
    if target.exists() and not options.replace:
        raise Stop(f"{target} is there already. Choose another name, or add --replace to overwrite it.")
    if not target.parent.is_dir():
        raise Stop(f"There is no folder {target.parent}. Make it first.")
    _write(target)
    people = people_keys.write()
    size = target.stat().st_size / 1_000_000
    print(f"Wrote {target} ({size:.1f} MB). The keys of {people} people are in {people_keys.path()}.")
    print("It holds no secrets: keep a copy of the secrets folder too, in another place than the backup.")
    return Exit.DONE


def _write(target: Path) -> None:
    draft = target.with_name(f".{target.name}.writing")
    try:
        draft.touch(mode=0o600)
        dumps.dump(draft)
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _verify(source: Path) -> int:
    """Restore ``source`` beside the place that is here, compare what came of it with what is in the file, and
    take it away again."""
    dumps.contents(source)
    expected = Counter(table for table, _row in dumps.rows(source))
    with drafts.brought_in(source, "verifying", say=_say) as draft:
        with drafts.administrator(draft) as inside:
            found = {table: _count(inside, table) for table in expected}
            readable, unreadable = inside.execute(PEOPLE).fetchone() or (0, 0)
        schema.bring_up_to_date(_say, database=draft)
    _say(f"The personal data of {readable} people can be read, of {unreadable} who were erased it cannot.")
    return _compare(expected, found)


def _compare(expected: Mapping[str, int], found: Mapping[str, int]) -> int:
    different = {table: count for table, count in expected.items() if found[table] != count}
    for table, count in sorted(different.items()):
        _say(f"{table}: {count} rows in the file, {found[table]} restored")
    if different:
        _say("This backup does NOT restore as it should.")
        return Exit.FINDINGS
    _say(f"This backup restores: {sum(expected.values())} rows in {len(expected)} tables, all there.")
    return Exit.DONE


def _count(inside: psycopg.Connection, table: str) -> int:
    row = inside.execute(SQL("SELECT count(*) FROM {}").format(Identifier(*table.split(".")))).fetchone()
    return int(row[0]) if row else 0


def _say(words: str) -> None:
    print(words, flush=True)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="moot backup",
        description="Write the whole database to FILE while the place runs on. Secrets are not in it, and "
        "personal data only encrypted.",
    )
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--replace", action="store_true", help="overwrite FILE")
    parser.add_argument(
        "--verify", action="store_true", help="write nothing: restore FILE for a trial, beside the place here"
    )
    return parser.parse_args(arguments)
