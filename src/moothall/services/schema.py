"""What a pack may say. The same shape is read from YAML, kept in the database and edited in a browser."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Discriminator, Field, Tag

from moothall.services.conditions import Condition
from moothall.services.parts import Part, Pounds, Slug, StepId

CASE = "cases.open"
"""The step type whose settings the ``case:`` block holds."""
CASE_STEP = "case"


class StepSpec(Part):
    """One step: asked on a page, or carried out silently. Keys beyond these are the step type's settings."""

    model_config = ConfigDict(extra="allow", frozen=True)

    id: StepId
    type: str
    when: Condition | None = None
    section: Slug | None = None

    @property
    def settings(self) -> Mapping[str, Any]:
        """The keys that belong to the step type."""
        return self.model_extra or {}


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


def _kind(value: Any) -> str:
    if isinstance(value, Part):
        return type(value).__name__
    return "GroupSpec" if isinstance(value, dict) and "repeat" in value else "StepSpec"


AnyStep = Annotated[
    Annotated[GroupSpec, Tag("GroupSpec")] | Annotated[StepSpec, Tag("StepSpec")], Discriminator(_kind)
]


class MessageSpec(Part):
    """Words to send when something happens: ``when`` is a fact (``journeys.JourneySent``), ``only`` the
    values that fields of it must have (``{status: [collected]}``), ``say`` names the words
    ``message.<say>.subject`` and ``message.<say>.body``. It goes the way the person asked to be reached,
    or ``by`` email or text message where that reaches them."""

    only: Mapping[str, tuple[str, ...]] = {}
    when: str = Field(pattern=r"^[a-z_]+\.[A-Z][A-Za-z]+$")
    say: Slug
    by: Literal["email", "sms"] | None = None

    def is_about(self, event: str, payload: Mapping[str, Any]) -> bool:
        """Whether it is to be sent when ``event`` happens with these values."""
        return self.when == event and all(str(payload.get(key)) in said for key, said in self.only.items())


class Must(Part):
    """What must be true of the answers together: ``that`` holds once the page ``on`` is answered, or that
    page is open again and says the words ``must.<say>``."""

    that: Condition
    on: StepId
    say: Slug


class Receipt(Part):
    """The last page: how many working days until the organisation will have acted (``{by}`` in words)."""

    working_days: int | None = Field(None, ge=1, le=250)


class Example(Part):
    """Answers, and what the pack does with them: a test that runs at every check and publication."""

    name: str
    answers: Mapping[str, Any] = {}
    asks: tuple[str, ...] | None = None
    pays: Pounds | None = None
    decides: Mapping[str, Any] = {}
    refuses: str | None = None
    ends: str | None = None


class Pack(Part):
    """A whole service, apart from its words."""

    name: Slug
    organisation: str
    services: tuple[str, ...] = ()
    languages: tuple[str, ...] = Field(("en",), min_length=1)
    unreviewed: tuple[str, ...] = ()
    sensitive: bool = False
    asks_code: bool = False
    sections: tuple[Slug, ...] = ()
    prefill: Mapping[str, str] = {}
    case: Mapping[str, Any] | None = None
    steps: tuple[AnyStep, ...] = Field(min_length=1)
    must: tuple[Must, ...] = ()
    messages: tuple[MessageSpec, ...] = ()
    declaration: bool = False
    receipt: Receipt = Field(default_factory=lambda: Receipt(working_days=None))
    examples: tuple[Example, ...] = ()

    @property
    def every_step(self) -> Iterator[tuple[str, StepSpec, GroupSpec | None]]:
        """Each step with the key of its words (``items.kind`` inside a group) and its group; the case
        last."""
        for spec in self.steps:
            if isinstance(spec, GroupSpec):
                yield from ((f"{spec.id}.{part.id}", part, spec) for part in spec.steps)
            else:
                yield spec.id, spec, None
        if self.case is not None:
            yield CASE_STEP, self.case_step, None

    @property
    def case_step(self) -> StepSpec:
        """The step that opens the case, made of the ``case:`` block."""
        return StepSpec(**{"id": CASE_STEP, "type": CASE} | dict(self.case or {}))

    @cached_property
    def by_key(self) -> Mapping[str, StepSpec]:
        """Each step by the key of its words."""
        return {key: spec for key, spec, _ in self.every_step}

    def step(self, words_key: str) -> StepSpec | None:
        """The step whose words have this key."""
        return self.by_key.get(words_key)
