"""A place set up once and copied for every test: setting up takes ten times as long as copying."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from moothall.site import postgres
from moothall.site.exits import Exit
from tests.crash.installation import Installation, copied, scratch


@pytest.fixture(scope="session", autouse=True)
def heard() -> None:
    """Programs inherit an ignored interrupt (of tests in the background) and could not be stopped by it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def prepared() -> Iterator[Path]:
    """The data folder of a place that is set up and stopped. Copy it; leave it as it is."""
    with scratch() as folder:
        made = Installation(folder).run("migrate")
        assert made.returncode == Exit.DONE, made.stdout + made.stderr
        yield folder


@pytest.fixture
def place(prepared: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    """A place of the test's own, with a server that runs through the test."""
    with copied(prepared) as place:
        monkeypatch.setenv("MOOTHALL_DATA", str(place.folder))
        monkeypatch.delenv("MOOTHALL_DB", raising=False)
        with postgres.running():
            yield place
