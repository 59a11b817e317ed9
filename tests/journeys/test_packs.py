"""Every pack that comes with Moothall is whole, and its examples come true."""

from pathlib import Path

import pytest

from moothall.kernel import clock
from moothall.kernel.packs.checking import checked_folder
from moothall.site import environment

FOLDERS = sorted(path.parent for path in (environment.ROOT / "packs").glob("*/*/service.yaml"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_pack_is_whole_and_its_examples_come_true(folder: Path) -> None:
    found = checked_folder(folder, at=clock.now())
    assert found.pack.examples and found.pack.name == folder.name


def test_there_are_packs_to_check() -> None:
    assert {folder.name for folder in FOLDERS} >= {
        "bulky-waste", "assisted-bin-collection", "community-event-booking",
    }  # fmt: skip
