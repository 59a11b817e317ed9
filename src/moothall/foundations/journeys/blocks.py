"""What a pack may say about the journey itself: what is filled in from before, the declaration, the
receipt."""

from collections.abc import Iterator, Mapping, Sequence

from pydantic import ConfigDict, Field, RootModel

from moothall.services.blocks import Block, block
from moothall.services.mistakes import did_you_mean
from moothall.services.pack import Pack
from moothall.services.parts import StepId
from moothall.services.problems import Problem


@block("prefill")
class Prefill(RootModel[Mapping[str, StepId]], Block):
    """The step whose answer is filled in by what people told before, by attribute: ``{contact: contact}``."""

    model_config = ConfigDict(frozen=True)

    def problems(self, pack: Pack) -> Iterator[Problem]:
        """Steps that are not there."""
        names = [spec.id for spec in pack.steps]
        for attribute, name in self.root.items():
            if name not in names:
                yield Problem((attribute,), f"there is no step “{name}”{did_you_mean(name, names)}")


@block("declaration")
class Declaration(RootModel[bool], Block):
    """Whether people agree to a statement before they send."""

    model_config = ConfigDict(frozen=True)
    word_prefixes = ("declaration",)

    def needed_words(self) -> Sequence[str]:
        """The statement."""
        return ("declaration.statement",) if self.root else ()


@block("receipt")
class Receipt(Block):
    """The last page: how many working days until the organisation will have acted (``{by}`` in words)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    working_days: int | None = Field(None, ge=1, le=250)


def prefill_of(pack: Pack) -> Mapping[str, str]:
    """The steps whose answers are filled in from before, by what people told."""
    found = pack.block(Prefill)
    return found.root if found else {}


def wants_declaration(pack: Pack) -> bool:
    """Whether people agree to a statement before they send."""
    found = pack.block(Declaration)
    return found is not None and found.root
