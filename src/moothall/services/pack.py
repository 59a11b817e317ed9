"""What a pack may say. The same shape is read from YAML, kept in the database and edited in a browser."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TypeVar
from uuid import UUID

from pydantic import Field, create_model

from moothall.services.blocks import BLOCKS, Block
from moothall.services.parts import Part, Slug
from moothall.services.problems import Way
from moothall.services.schema import AnyStep, Example, GroupSpec, Must, StepSpec
from moothall.services.slots import SlotSpec
from moothall.services.steps import Asks, Derives, Effects, Settings

B = TypeVar("B", bound=Block)


class Pack(Part):
    """A whole service, apart from its words. What capabilities let it say besides are its blocks."""

    name: Slug
    organisation: str
    services: tuple[str, ...] = ()
    languages: tuple[str, ...] = Field(("en",), min_length=1)
    unreviewed: tuple[str, ...] = ()
    sensitive: bool = False
    asks_code: bool = False
    slots: Mapping[Slug, SlotSpec] = {}
    sections: tuple[Slug, ...] = ()
    steps: tuple[AnyStep, ...] = Field(min_length=1)
    must: tuple[Must, ...] = ()
    examples: tuple[Example, ...] = ()

    def block(self, model: type[B]) -> B | None:
        """What it says under the key of the block ``model``."""
        found = self.blocks.get(model.block)
        return found if isinstance(found, model) else None

    @cached_property
    def blocks(self) -> Mapping[str, Block]:
        """Every block that it has, by key."""
        found = ((name, getattr(self, name)) for name in type(self).model_fields)
        return {name: value for name, value in found if isinstance(value, Block)}

    @cached_property
    def block_steps(self) -> tuple[tuple[str, StepSpec], ...]:
        """The steps that its blocks add, each with the key of the block."""
        return tuple((name, spec) for name, one in self.blocks.items() for spec in one.steps())

    @property
    def steps_with_ways(self) -> Iterator[tuple[str, StepSpec, GroupSpec | None, Way]]:
        """Each step with the key of its words (``items.kind`` inside a group), its group, and the way to it;
        those of blocks last."""
        for at, spec in enumerate(self.steps):
            if isinstance(spec, GroupSpec):
                for inner, part in enumerate(spec.steps):
                    yield f"{spec.id}.{part.id}", part, spec, ("steps", at, "steps", inner)
            else:
                yield spec.id, spec, None, ("steps", at)
        for name, spec in self.block_steps:
            yield spec.id, spec, None, (name,)

    @cached_property
    def by_key(self) -> Mapping[str, StepSpec]:
        """Each step by the key of its words."""
        return {key: spec for key, spec, _, _ in self.steps_with_ways}

    def step(self, words_key: str) -> StepSpec | None:
        """The step whose words have this key."""
        return self.by_key.get(words_key)

    @property
    def collected(self) -> frozenset[str]:
        """What everybody tells about themselves on the way, such as ``telephone``."""
        asking = (spec for spec in self.by_key.values() if isinstance(spec.step_type, Asks))
        return frozenset(name for spec in asking for name in collected_by(spec))

    @cached_property
    def selections(self) -> Mapping[str, Sequence[str]]:
        """The steps among which a step selects, by its id, where it does."""
        deriving = ((spec, spec.step_type) for spec in self.steps if isinstance(spec, StepSpec))
        found = {
            spec.id: offered.selects_from(spec.settings)
            for spec, offered in deriving
            if isinstance(offered, Derives)
        }
        return {id: names for id, names in found.items() if names}

    @property
    def decides(self) -> bool:
        """Whether something in it is decided about people, not only asked of them."""
        return any(isinstance(spec.step_type, Derives) for spec in self.by_key.values())

    @property
    def calendar(self) -> str | None:
        """The working calendar that the clock of what it sets going runs by, if it names one."""
        found = (effect.calendar(spec.settings) for spec, effect in self.effects)
        return next((name for name in found if name is not None), None)

    def follow_path(self, matter: UUID) -> str:
        """The path of the page where somebody follows what came of their journey; nothing where there is
        none."""
        return next((path for _, effect in self.effects if (path := effect.follow_path(matter))), "")

    @property
    def effects(self) -> Iterator[tuple[StepSpec, Effects[Settings]]]:
        """The steps that do something when a journey is sent."""
        for spec in self.by_key.values():
            if isinstance(spec.step_type, Effects):
                yield spec, spec.step_type


def collected_by(spec: StepSpec) -> tuple[str, ...]:
    """What everybody tells about themselves in the step."""
    return tuple(spec.step_type.collects(spec.settings)) if isinstance(spec.step_type, Asks) else ()


def pack_model() -> type[Pack]:
    """The model of a pack with every block on offer."""
    return _with_blocks(tuple(BLOCKS.items()))


@lru_cache(maxsize=8)
def _with_blocks(blocks: tuple[tuple[str, type[Block]], ...]) -> type[Pack]:
    fields = {name: (model | None, None) for name, model in blocks}
    return create_model("Service", __base__=Pack, **fields)  # type: ignore[call-overload,no-any-return]
