"""Every pack that comes with Moothall is whole, and its examples come true."""

from pathlib import Path

import pytest

from moothall.kernel import clock
from moothall.services.checking import checked_folder
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


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_messages_begin_as_sentences_do_and_name_two_times_as_two(folder: Path) -> None:
    found = checked_folder(folder, at=clock.now())
    said = [(key, text) for words in found.words.values() for key, text in words.items()]
    for key, text in said:
        assert "between {time}" not in text and "rhwng {time}" not in text, key
        if key.startswith("message.") and key.endswith(".body"):
            small = [part for part in text.split("\n\n") if part[:1].islower()]
            assert small == [], key
