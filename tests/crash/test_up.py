"""``moot up`` gets going after any kind of end, and leaves nothing behind."""

import random
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from moothall.site import postgres
from moothall.site.endings import has_ended
from moothall.site.exits import Exit
from tests.crash.installation import ADDRESS, Installation, Run, copied, scratch, serves
from tests.support.patience import PATIENCE, until


@pytest.fixture(scope="module")
def place(prepared: Path) -> Iterator[Installation]:
    """An installation that was set up once and stopped."""
    with copied(prepared) as place:
        yield place
        until_nothing_runs(place)


def until_nothing_runs(place: Installation) -> None:
    """Wait for what was ended to go; whatever was left behind fails the test."""
    until(lambda: not place.processes())


def address_of(run: Run) -> str:
    return run.until(ADDRESS.pattern)[1]


def test_serves_pages_and_stops_cleanly(place: Installation) -> None:
    with place.up() as run:
        assert serves(address_of(run))
        assert run.end(signal.SIGTERM) == Exit.DONE
    assert run.said[-1].startswith("Stopped.")
    until_nothing_runs(place)


def test_a_worker_that_loses_its_supervisor_while_it_starts_takes_its_server_along(
    place: Installation,
) -> None:
    with place.begin("worker", MOOTHALL_LIFELINE="1") as worker:
        worker.communicate(timeout=PATIENCE)
    assert not place.processes()


def test_a_second_one_on_the_same_folder_says_so(place: Installation) -> None:
    with place.up() as run:
        address = address_of(run)
        second = place.run("up", "--no-demo")
        assert second.returncode == Exit.UNAVAILABLE
        assert address in second.stderr
        assert "already running" in second.stderr
        run.end(signal.SIGINT)


def test_takes_another_port_and_says_so(place: Installation) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with place.up("--port", str(port)) as run:
            assert run.until(rf"Port {port} is taken by another program; using (\d+)")[1] != str(port)
            assert serves(address_of(run))
            run.end(signal.SIGINT)


def test_a_killed_one_leaves_no_web_server_or_worker(place: Installation) -> None:
    with place.up() as run:
        address_of(run)
        serving = [process for process in place.processes() if not place.is_database(process)]
        run.process.kill()
        until(lambda: all(map(has_ended, serving)))
    with place.up() as run:
        assert serves(address_of(run))
        run.end(signal.SIGINT)


def test_starts_again_what_was_killed(place: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOOTHALL_DATA", str(place.folder))
    with place.up() as run:
        address = address_of(run)
        master = postgres.Cluster().postmaster()
        assert master is not None
        master.kill()
        run.until("PostgreSQL has ended; starting it again")
        web = place.running("web")
        web.kill()
        run.until(r"web +\| ended \(signal SIGKILL\); starting it again")
        worker = place.running("worker")
        worker.kill()
        run.until(r"worker +\| ended")
        run.end(signal.SIGINT)
    assert address
    with place.up() as run:
        assert serves(address_of(run))
        run.end(signal.SIGINT)


def test_doctor_finds_nothing_to_mend_while_it_runs(place: Installation) -> None:
    with place.up() as run:
        address_of(run)
        until(lambda: "worker(s) at work" in place.run("doctor").stdout, alive=run.is_under_way)
        found = place.run("doctor")
        run.end(signal.SIGINT)
    assert found.returncode == Exit.DONE, found.stdout
    assert "wrong" not in found.stdout


def test_doctor_finds_what_is_wrong_and_says_how_to_mend_it(
    place: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOOTHALL_DATA", str(place.folder))
    secret = place.folder / "secrets" / "django.key"
    secret.chmod(0o644)
    with (
        postgres.running() as cluster,
        psycopg.connect(cluster.dsn("moothall"), autocommit=True) as server,
    ):
        server.execute("ALTER ROLE moothall_app BYPASSRLS")
        server.execute("CREATE TABLE public.bare (id integer)")
        server.execute("GRANT SELECT ON public.bare TO moothall_app")
        found = place.run("doctor")
        server.execute("ALTER ROLE moothall_app NOBYPASSRLS")
        server.execute("DROP TABLE public.bare")
    secret.chmod(0o600)
    assert found.returncode == Exit.FINDINGS, found.stderr
    for expected in (
        f"chmod go= {secret}",
        "ALTER ROLE moothall_app NOSUPERUSER NOBYPASSRLS",
        "policy: bare.",
    ):
        assert expected in found.stdout


@pytest.mark.slow
def test_setting_up_survives_being_killed_at_any_moment() -> None:
    chance = random.Random(20)
    with scratch() as folder:
        place = Installation(folder / "new")
        for _ in range(5):
            with subprocess.Popen(
                place.command("migrate"), env=place.environ(), stderr=subprocess.DEVNULL
            ) as process:
                try:
                    process.wait(chance.uniform(0.5, 6))
                except subprocess.TimeoutExpired:
                    process.kill()
        done = place.run("migrate")
        assert done.returncode == Exit.DONE, done.stdout + done.stderr
        assert place.run("doctor").returncode == Exit.DONE
