"""Master keys are rotated: everybody stays readable, the old key is gone, a cut-short rotation goes on."""

import shutil
from pathlib import Path

import pytest

from moothall.site.exits import Exit
from tests.crash.installation import Installation
from tests.crash.test_backup import must, names, register

pytestmark = pytest.mark.slow


def masters(place: Installation) -> list[str]:
    return sorted(path.name for path in (place.folder / "secrets").glob("master-*.key"))


def test_rotation_from_end_to_end(place: Installation, tmp_path: Path) -> None:
    ann, bob = register(place, "Ann"), register(place, "Bob")
    backup, old = tmp_path / "place.backup", tmp_path / "master-001.key"
    must(place, "backup", str(backup))
    must(place, "do", "kernel.erase_person", "--person", bob)
    shutil.copy(place.folder / "secrets" / "master-001.key", old)

    said = must(place, "keys", "rotate")
    assert "keys of 1 people" in said and masters(place) == ["master-002.key"]
    assert names(place, ann, bob) == ["Ann", "unreadable"]

    must(place, "restore", str(backup), "--replace")
    assert names(place, ann, bob) == ["Ann", "unreadable"]

    shutil.copy(old, place.folder / "secrets" / "master-001.key")
    must(place, "keys", "rotate")
    assert masters(place) == ["master-002.key"] and names(place, ann) == ["Ann"]
    assert place.run("keys", "turn").returncode == Exit.MISUSED
