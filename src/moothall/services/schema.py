"""The parts of a pack: its steps, groups, rules over answers, and examples."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated

from pydantic import ConfigDict, Discriminator, Field, JsonValue, Tag

from moothall.services.conditions import Condition
from moothall.services.parts import Part, Pounds, Slug, StepId
from moothall.services.steps import AnyStepType, Settings, step_type


class StepSpec(Part):
    """One step: asked on a page, or carried out silently. Keys beyond these are the step type's settings."""

    model_config = ConfigDict(extra="allow", frozen=True)

    id: StepId
    type: str
    when: Condition | None = None
    section: Slug | None = None

    @property
    def given(self) -> Mapping[str, JsonValue]:
        """The keys that belong to the step type, as the pack writes them."""
        return self.model_extra or {}

    @cached_property
    def step_type(self) -> AnyStepType:
        """The step type it names. Raises ``MissingStepType``."""
        return step_type(self.type)

    @cached_property
    def settings(self) -> Settings:
        """What it is given, as its type declares it. Raises ``pydantic.ValidationError``."""
        return self.step_type.settings.model_validate(dict(self.given))


class Repeat(Part):
    """How many items a group may have."""

    least: int = Field(1, ge=1)
    most: int = Field(10, ge=1, le=100)


class GroupSpec(Part):
    """Steps asked once for every item of a list; ``label`` names the step that says what an item is."""

    id: StepId
    repeat: Repeat
    steps: tuple[StepSpec, ...] = Field(min_length=1)
    label: Slug | None = None
    when: Condition | None = None
    section: Slug | None = None

    @property
    def labelled_by(self) -> str:
        """The step whose answer stands for the item in a list."""
        return self.label or self.steps[0].id


def _tag(value: object) -> str:
    if isinstance(value, Part):
        return type(value).__name__
    return "GroupSpec" if isinstance(value, dict) and "repeat" in value else "StepSpec"


AnyStep = Annotated[
    Annotated[GroupSpec, Tag("GroupSpec")] | Annotated[StepSpec, Tag("StepSpec")], Discriminator(_tag)
]


class Must(Part):
    """What must be true of the answers together: ``that`` holds once the page ``on`` is answered, or that
    page is open again and says the words ``must.<say>``."""

    that: Condition
    on: StepId
    say: Slug


class Example(Part):
    """Answers, and what the pack does with them: a test that runs at every check and publication."""

    name: str
    answers: Mapping[str, JsonValue] = {}
    asks: tuple[str, ...] | None = None
    pays: Pounds | None = None
    decides: Mapping[str, JsonValue] = {}
    refuses: str | None = None
    ends: str | None = None
