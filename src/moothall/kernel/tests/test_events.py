"""What was stored stays readable: names are looked up, shapes are versioned, the committed ones are kept."""

import json
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from django.apps import apps

from moothall.kernel import act as acts
from moothall.kernel import describing, event, naming, reactions, registry
from moothall.kernel.capability import capabilities
from moothall.kernel.event import Event
from moothall.kernel.models import StoredEvent
from tests.support import rooms

STORED = "events.json"
"""Among the tests of a capability: every version of its events that was ever stored."""
SAMPLES = {
    "UUID": f"{0:032x}", "str": "x", "int": 1, "bool": True, "date": "2026-01-01",
    "datetime": "2026-01-01T00:00:00+00:00",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class LampLit(Event):
    """A lamp was lit; the first version did not say how many, nor in which colour."""

    schema_version: ClassVar[int] = 2
    lamps: int
    colour: str

    @classmethod
    def upgraded(cls, payload: Any, version: int) -> Any:
        """One lamp, and white, as they all were."""
        return {"lamps": 1, "colour": "white"}


def test_names_are_looked_up_by_the_longest_package():
    packages = ["moothall.insight", "moothall.insight.operations_centre", "moothall.civic.events"]
    in_capability = {
        "moothall.insight.operations_centre.operations.walls": "operations_centre",
        "moothall.civic.events.events": "events",
        "moothall.insight.queries": "insight",
    }
    found = {module: naming.capability_in(module, packages) for module in in_capability}
    assert found == in_capability


def test_every_name_begins_with_a_capability():
    capabilities = {config.name.rsplit(".", 1)[-1] for config in apps.get_app_configs()}
    names = {*registry.entries(), *event.known()}
    assert {name for name in names if name.split(".")[0] not in capabilities} == set()
    assert "matching.needs_counted" in registry.entries()


def test_what_an_older_version_stored_is_read_as_the_present_one():
    stored = StoredEvent(id=None, at=None, name=LampLit.event_name(), payload={"stray": 1}, schema_version=1)
    assert reactions.envelope_of(stored).event == LampLit(lamps=1, colour="white")


def test_an_event_that_there_is_no_more_breaks_nothing():
    gone = StoredEvent(name="cases.SomethingGone", payload={"a": 1})
    assert reactions.reactions_to(gone) == []
    assert describing.describe(acts.system(), gone) is None


def shapes() -> dict[str, dict[str, dict[str, str]]]:
    """Every version of every event that was ever stored, as committed."""
    kept = [rooms.file(one, STORED) for one in capabilities()]
    read = [json.loads(path.read_text()) for path in kept if path.exists()]
    return {name: found for one in read for name, found in one.items()}


def ours() -> dict[str, type[Event]]:
    """The events of Moothall itself, without those of tests."""
    return {name: kind for name, kind in event.known().items() if kind.__module__.endswith(".events")}


def test_no_stored_shape_changes_without_a_new_version():
    """A new event, or a new version of one, is added to its capability's file; what stands there never
    changes."""
    stored, present = shapes(), {name: kind.shape() for name, kind in ours().items()}
    new = {
        name: {ours()[name].schema_version: shape}
        for name, shape in present.items()
        if stored.get(name, {}).get(str(ours()[name].schema_version)) != shape
    }
    assert new == {}, f"Not as in tests/{STORED} of the capability: {json.dumps(new)}"


@pytest.mark.parametrize("name", sorted(shapes()))
def test_every_version_that_was_stored_can_be_read(name: str):
    kind = ours()[name]
    for version, shape in shapes()[name].items():
        payload = {field: sample(words) for field, words in shape.items()}
        assert kind.from_payload(payload, int(version))


def sample(words: str) -> object:
    """A stored value of a field of the type ``words``."""
    if "None" in words:
        return None
    return [] if words.startswith(("tuple", "list")) else SAMPLES[words]
