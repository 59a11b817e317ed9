"""What tools/make_capability makes is whole: it passes what every capability is held to, and nothing else had
to change for it."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from moothall.site import environment

PARTS = ("src", "tests", "tools", "requirements", "packs", "conftest.py", "pyproject.toml", "publiccode.yml")
FOLDER = "src/moothall/insight/benches"
HELD_TO = (
    FOLDER,
    "tests/contract/test_capabilities.py",
    "tests/contract/test_manifests.py",
    "tests/test_architecture.py",
    "src/moothall/kernel/tests/test_events.py",
    "src/moothall/kernel/tests/test_api.py",
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project, with a server and secrets of its own."""
    passed_by = shutil.ignore_patterns("__pycache__", "var", ".*_cache")
    for part in PARTS:
        source = environment.ROOT / part
        if source.is_dir():
            shutil.copytree(source, tmp_path / part, ignore=passed_by)
        else:
            shutil.copy(source, tmp_path / part)
    return tmp_path


def run(project: Path, *command: str) -> str:
    """What a program of the copy says. Fails with it if the program does."""
    apart = {"MOOTHALL_TEST_DATA", "MOOTHALL_DATA", "MOOTHALL_DB", "DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    kept = {name: value for name, value in os.environ.items() if name not in apart}
    done = subprocess.run(
        [sys.executable, *command], cwd=project, env=kept | {"PYTHONPATH": "src:."},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


def elsewhere(project: Path) -> dict[str, str]:
    """A digest of every file outside the capability's folder."""
    found = (path for part in PARTS for path in [project / part, *(project / part).rglob("*")])
    files = (path for path in found if path.is_file() and "__pycache__" not in path.parts)
    named = {path.relative_to(project).as_posix(): path for path in files}
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in named.items()
        if not name.startswith(f"{FOLDER}/")
    }


@pytest.mark.slow
def test_a_capability_is_made_whole_and_changes_nothing_else(project: Path) -> None:
    before = elsewhere(project)
    said = run(project, "tools/make_capability", "benches", "--one", "bench", "--storey", "insight")
    assert FOLDER in said and "swap" not in "".join(path.read_text() for path in made(project)).lower()
    run(project, "-m", "ruff", "check", "--no-cache", FOLDER)
    run(project, "-m", "ruff", "format", "--no-cache", "--check", FOLDER)
    run(project, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *HELD_TO)
    assert elsewhere(project) == before


def made(project: Path) -> list[Path]:
    """The files of the capability."""
    return [path for path in (project / FOLDER).rglob("*") if path.is_file() and path.suffix != ".pyc"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("Two words",), "one word in lower case"),
        (("furniture",), "Say what one of the furniture is called"),
        (("bookings",), "already"),
    ],
)
def test_what_cannot_be_made_is_said_and_nothing_is_written(asked: tuple[str, ...], words: str) -> None:
    tool = environment.ROOT / "tools" / "make_capability"
    done = subprocess.run([sys.executable, tool, *asked], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and words in done.stderr
