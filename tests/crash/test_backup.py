"""A backup brings the place back, but never whoever was erased, and never a secret."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from moothall.site import dumps, postgres
from moothall.site.exits import Exit
from tests.crash.belfry import belfry
from tests.crash.installation import Installation, scratch
from tests.support.patience import until

READ = """
import django, sys; django.setup()
from uuid import UUID
from moothall.kernel import act, context, vault
from moothall.kernel.models import Person
for word in sys.argv[1:]:
    with context.acting(act.system()):
        person = Person.objects.get(pk=UUID(word))
        try: print(vault.decrypt(person.id, person.personal or b'gone').get('name'))
        except vault.Unreadable: print('unreadable')
"""


def must(place: Installation, *words: str) -> str:
    done = place.run(*words)
    assert done.returncode == Exit.DONE, done.stdout + done.stderr
    return done.stdout


def register(place: Installation, name: str) -> str:
    said = must(place, "do", "kernel.register_person", "--personal", json.dumps({"name": name}))
    return str(json.loads(said))


def names(place: Installation, *people: str) -> list[str]:
    environ = place.environ() | {"DJANGO_SETTINGS_MODULE": "moothall.site.settings"}
    return subprocess.run(
        [sys.executable, "-c", READ, *people], env=environ, capture_output=True, text=True, check=True
    ).stdout.split()


def test_a_restored_place_knows_everybody_but_the_erased(place: Installation, tmp_path: Path) -> None:
    ann, bob = register(place, "Ann"), register(place, "Bob")
    file = tmp_path / "place.backup"
    must(place, "backup", str(file))
    must(place, "do", "kernel.erase_person", "--person", bob)
    register(place, "Late")

    must(place, "restore", str(file))
    assert names(place, ann, bob) == ["Ann", "unreadable"]
    assert place.run("doctor").returncode == Exit.DONE


def test_who_was_erased_stays_so_on_a_new_machine_with_an_old_backup(
    place: Installation, tmp_path: Path
) -> None:
    ann, bob = register(place, "Ann"), register(place, "Bob")
    file = tmp_path / "place.backup"
    must(place, "backup", str(file))
    must(place, "do", "kernel.erase_person", "--person", bob)
    must(place, "worker", "--drain")

    with scratch() as folder:
        other = Installation(folder)
        shutil.copytree(place.folder / "secrets", other.folder / "secrets")
        must(other, "restore", str(file))
        with pytest.MonkeyPatch.context() as there:
            there.setenv("MOOTHALL_DATA", str(other.folder))
            with postgres.running():
                assert names(other, ann, bob) == ["Ann", "unreadable"]


def test_a_backup_holds_no_secret_and_no_key(place: Installation, tmp_path: Path) -> None:
    register(place, "Ann")
    file = tmp_path / "place.backup"
    must(place, "backup", str(file))
    plain = subprocess.run(
        [str(postgres.program("pg_restore")), "-f", "-", str(file)], capture_output=True, check=True
    ).stdout
    assert b"Ann" not in plain
    for secret in (place.folder / "secrets").glob("*.*"):
        for word in re.findall(r"[0-9a-f]{32,}", secret.read_text()):
            assert word.encode() not in plain, secret.name
    with psycopg.connect(postgres.superuser_dsn("moothall")) as server:
        row = server.execute("SELECT encode(inner_pad, 'hex') FROM moothall.signing_key").fetchone()
    assert row is not None
    assert row[0].encode() not in plain
    assert file.stat().st_mode & 0o077 == 0


def test_a_place_is_not_lost_by_mistake(place: Installation, tmp_path: Path) -> None:
    file = tmp_path / "place.backup"
    must(place, "backup", str(file))
    assert place.run("backup", str(file)).returncode == Exit.UNAVAILABLE
    where = ("--longitude", "1.0", "--latitude", "51.0")
    must(place, "do", "kernel.describe_place", "--name", "Wexcombe Bay", "--slug", "wexcombe-bay", *where)
    refused = place.run("restore", str(file))
    assert refused.returncode == Exit.UNAVAILABLE
    assert "--replace" in refused.stderr
    must(place, "restore", str(file), "--replace")


def test_a_file_that_is_no_backup_changes_nothing(place: Installation, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear moot hall")
    refused = place.run("restore", str(file), "--replace")
    assert refused.returncode == Exit.UNAVAILABLE
    assert "is not a Moothall backup" in refused.stderr
    assert place.run("restore", str(tmp_path / "absent")).returncode == Exit.UNAVAILABLE


HELD = "LOCK TABLE kernel_delivery IN EXCLUSIVE MODE"
IMPOSSIBLE = (
    "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('clock', 'nobody.knows', '{}')"
)
STATES = "SELECT DISTINCT status::text FROM procrastinate_jobs WHERE worker_id IS NOT NULL"
WRITTEN_ANEW = {"public.django_session", "public.signin_cache", "moothall.stream"}
"""What a restore leaves out, but for keys and workers, which the text of a backup does not have either, and
where the numbers of transactions go on from, which it raises."""


def rows(file: Path) -> dict[str, list[str]]:
    """Every row in a backup by table; of a job all but which worker has it."""
    found: dict[str, list[str]] = {}
    for table, row in dumps.rows(file):
        columns = row.rstrip("\n").split("\t")
        is_job = table == "public.procrastinate_jobs"
        found.setdefault(table, []).append("\t".join(columns[:-1] if is_job else columns))
    return {table: sorted(found[table]) for table in found if table not in WRITTEN_ANEW}


def test_a_backup_taken_at_work_restores_row_for_row(place: Installation, tmp_path: Path) -> None:
    file, again = tmp_path / "place.backup", tmp_path / "again.backup"
    register(place, "Ann")
    with belfry(place) as bells:
        bells.hire()
        bells.carry_out("ring", "0", "8")
        bells.ask(IMPOSSIBLE)
        until(lambda: bells.count() == 8)
        with psycopg.connect(postgres.superuser_dsn("moothall")) as holding:
            holding.execute(HELD)
            bells.carry_out("ring", "20", "24")
            until(lambda: {state for (state,) in bells.ask(STATES)} == {"succeeded", "failed", "doing"})
            must(place, "backup", str(file))
    said = must(place, "backup", "--verify", str(file))
    assert "This backup restores" in said and "data of 1 people can be read" in said
    with scratch() as folder:
        other = Installation(folder)
        shutil.copytree(place.folder / "secrets", other.folder / "secrets")
        must(other, "restore", str(file))
        must(other, "backup", str(again))
        assert rows(again) == rows(file)
        must(other, "worker", "--drain")


def databases() -> set[str]:
    with psycopg.connect(postgres.superuser_dsn()) as server:
        return {name for (name,) in server.execute("SELECT datname FROM pg_database")}


def test_a_backup_that_does_not_restore_leaves_nothing_behind_and_is_told_of(
    place: Installation, tmp_path: Path
) -> None:
    """One from the middle of which something is missing: its table of contents is whole."""
    file = tmp_path / "place.backup"
    must(place, "backup", str(file))
    content = bytearray(file.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 4_000] = bytes(4_000)
    file.write_bytes(content)
    before = databases()
    for words in (["backup", "--verify", str(file)], ["restore", "--replace", str(file)]):
        assert place.run(*words).returncode != Exit.DONE
        assert databases() == before
    with psycopg.connect(postgres.superuser_dsn(), autocommit=True) as server:
        server.execute("CREATE DATABASE moothall_restoring")
    said = place.run("doctor").stdout
    assert "moothall_restoring was left behind" in said and "DROP DATABASE moothall_restoring" in said
