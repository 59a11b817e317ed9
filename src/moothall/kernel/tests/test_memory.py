"""What a process goes on knowing for a while."""

import pytest

from moothall.kernel.memory import Memory, remembered


@pytest.fixture
def memory() -> Memory:
    memory = Memory("", {"OPTIONS": {"MAX_ENTRIES": 3}})
    memory.clear()
    return memory


def test_it_keeps_the_thing_itself_for_every_thread_until_it_is_forgotten(memory: Memory):
    thing = object()
    memory.set("a", thing)
    assert memory.get("a") is thing and Memory("", {}).get("a") is thing
    assert memory.delete("a") and not memory.delete("a")
    assert memory.get("a", "nothing") == "nothing"


def test_what_has_run_out_is_not_told_any_more(memory: Memory):
    memory.set("a", 1, timeout=0)
    memory.set("b", 2, timeout=None)
    assert (memory.get("a"), memory.get("b")) == (None, 2)


def test_it_adds_only_where_nothing_is(memory: Memory):
    assert memory.add("a", 1) and not memory.add("a", 2)
    assert memory.get("a") == 1


def test_what_was_kept_longest_makes_room(memory: Memory):
    for number in range(5):
        memory.set(str(number), number)
    assert [memory.get(str(number)) for number in range(5)] == [None, None, 2, 3, 4]


def test_that_nothing_is_there_is_soon_forgotten(memory: Memory, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("moothall.kernel.memory.BRIEFLY", 0)
    found = iter([(), ("ward",), ("other",)])
    assert [remembered("areas", lambda: next(found), seconds=60) for _ in range(3)] == [
        (), ("ward",), ("ward",),
    ]  # fmt: skip
