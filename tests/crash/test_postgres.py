"""The embedded server starts, whatever its last end was like, and is shared by whoever needs it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from moothall.site import postgres
from moothall.site.endings import has_ended
from tests.crash.installation import scratch
from tests.support.patience import PATIENCE


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A data folder with a server made once."""
    with scratch() as folder:
        yield folder


@pytest.fixture
def cluster(folder: Path) -> Iterator[postgres.Cluster]:
    """A stopped server of the tests' own."""
    cluster = postgres.Cluster(folder=folder, socket_folder=folder / "run")
    yield cluster
    cluster.stop()


def remember(cluster: postgres.Cluster, number: int) -> None:
    with psycopg.connect(cluster.dsn(), autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (number integer)")
        connection.execute("INSERT INTO kept VALUES (%s)", [number])


def remembered(cluster: postgres.Cluster) -> set[int]:
    with psycopg.connect(cluster.dsn()) as connection:
        return {number for (number,) in connection.execute("SELECT number FROM kept")}


def test_serves_through_its_socket_alone_and_asks_for_a_password(cluster: postgres.Cluster) -> None:
    with postgres.running(cluster):
        with psycopg.connect(cluster.dsn()) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
            assert connection.execute("SHOW data_checksums").fetchone() == ("on",)
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(cluster.dsn(), password="guess")


def test_keeps_what_was_committed_when_everything_is_killed(cluster: postgres.Cluster) -> None:
    with postgres.running(cluster):
        remember(cluster, 1)
        master = cluster.postmaster()
        assert master is not None
        for process in [master, *master.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        cluster.start()
        assert 1 in remembered(cluster)


def test_starts_although_its_processes_outlive_their_master(cluster: postgres.Cluster) -> None:
    with postgres.running(cluster):
        master = cluster.postmaster()
        assert master is not None
        child = master.children()[0]
        child.suspend()
        master.kill()
        cluster.start()
        assert has_ended(child)
        assert cluster.answers()


def test_starts_although_another_program_has_the_number_in_its_lock_file(cluster: postgres.Cluster) -> None:
    with postgres.running(cluster):
        remember(cluster, 2)
    lock = cluster.data / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{cluster.data}\n0\n5432\n{cluster.socket_folder}\n\n0 0\nready\n")
    with postgres.running(cluster):
        assert 2 in remembered(cluster)


def elsewhere(cluster: postgres.Cluster, words: str) -> subprocess.Popen[str]:
    """Another process that does what ``words`` say with the same server."""
    script = (
        "import os, pathlib, signal, sys; from moothall.site import postgres\n"
        f"folder = pathlib.Path({str(cluster.folder)!r})\n"
        "cluster = postgres.Cluster(folder=folder, socket_folder=folder / 'run', forgetful=True)\n"
    )
    told = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-c", script + words], env=told, text=True, **pipes)


def test_stops_a_server_whose_parent_never_asks_how_it_ended(cluster: postgres.Cluster) -> None:
    with elsewhere(cluster, "cluster.start(); print('up', flush=True); sys.stdin.read()") as parent:
        assert parent.stdout is not None and parent.stdout.readline() == "up\n"
        left = cluster.postmaster()
        assert left is not None
        cluster.stop()
        assert left.status() == psutil.STATUS_ZOMBIE
        assert cluster.postmaster() is None
        with postgres.running(cluster):
            assert cluster.answers()


def test_stops_and_replaces_a_server_that_a_killed_command_left(cluster: postgres.Cluster) -> None:
    with elsewhere(cluster, "with postgres.running(cluster): os.kill(os.getpid(), signal.SIGKILL)") as ended:
        ended.communicate(timeout=PATIENCE)
    assert ended.returncode == -signal.SIGKILL
    left = cluster.postmaster()
    assert left is not None
    with postgres.running(cluster):
        assert cluster.postmaster() != left
        assert cluster.answers()
    assert has_ended(left)


def test_runs_until_the_last_user_has_left(cluster: postgres.Cluster) -> None:
    with postgres.running(cluster):
        first = cluster.postmaster()
        with postgres.running(cluster):
            assert cluster.postmaster() == first
        assert cluster.answers()
    assert cluster.postmaster() is None


def test_is_made_whole_after_the_making_was_cut_short() -> None:
    with scratch() as folder:
        (folder / "pg.new").mkdir()
        (folder / "pg.new" / "PG_VERSION").write_text("18")
        cluster = postgres.Cluster(folder=folder, socket_folder=folder / "run", forgetful=True)
        with postgres.running(cluster):
            assert cluster.answers()
        assert not (folder / "pg.new").exists()


def test_says_why_it_does_not_start(cluster: postgres.Cluster) -> None:
    with postgres.running(cluster):
        pass
    version = cluster.data / "PG_VERSION"
    version.write_text("9\n")
    try:
        with pytest.raises(postgres.Trouble, match="incompatible"), postgres.running(cluster):
            pass
    finally:
        version.write_text("18\n")
