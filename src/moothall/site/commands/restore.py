"""``moot restore FILE``: the place as it was when the backup was taken, but for people erased since."""

import argparse
from pathlib import Path

import psycopg

from moothall.site import drafts, dumps, people_keys, schema
from moothall.site.exits import Exit, Stop
from moothall.site.holding import hold_data_folder


def main(arguments: list[str]) -> int:
    """Bring the backup into a database of its own, then put that in the place of the present one."""
    options = _options(arguments)
    source = Path(options.file).expanduser().resolve()
    dumps.contents(source)
    with hold_data_folder():
        _refuse_to_lose(replace=options.replace, without_people=options.without_people)
        with drafts.brought_in(source, "restoring", say=_say) as draft:
            schema.bring_up_to_date(_say, database=draft)
            drafts.put_in_place(draft)
    _say("Restored. Start the place with ./moot up.")
    return Exit.DONE


def _refuse_to_lose(*, replace: bool, without_people: bool) -> None:
    if not replace and _holds_a_place():
        raise Stop("There is a place here already. To lose it and restore the backup instead, add --replace.")
    if not people_keys.path().exists() and not without_people:
        raise Stop(
            f"The keys of people's data are missing ({people_keys.path()}). Bring the secrets back first; "
            "or add --without-people: all is restored, but personal data stays unreadable."
        )


def _holds_a_place() -> bool:
    try:
        with psycopg.connect(schema.owner_dsn()) as owner:
            row = owner.execute("SELECT to_regclass('kernel_place') IS NOT NULL").fetchone()
            if not row or not row[0]:
                return False
            row = owner.execute("SELECT EXISTS (SELECT FROM kernel_place)").fetchone()
            return bool(row and row[0])
    except psycopg.OperationalError:
        return False


def _say(words: str) -> None:
    print(words, flush=True)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="moot restore",
        description="Bring back a backup. The place must be stopped. Whoever was erased since stays erased.",
    )
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--replace", action="store_true", help="lose the place that is here now")
    parser.add_argument("--without-people", action="store_true", help="restore without people's keys")
    return parser.parse_args(arguments)
