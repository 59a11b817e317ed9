"""Blocks: what a pack may say about cases, messages, receipts …, each offered by its capability.

A capability offers a block in its ``blocks.py``: a pydantic model, whose instance stands in the pack under
the block's name::

    @block("messages")
    class Messages(RootModel[tuple[MessageSpec, ...]], Block): …

    found.pack.block(Messages)

Keys of ``service.yaml`` that are neither the engine's own nor offered are refused with their place.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar, TypeVar

from pydantic import BaseModel

from moothall.kernel.extension import Registry
from moothall.services.problems import Problem
from moothall.services.schema import StepSpec

if TYPE_CHECKING:
    from moothall.services.pack import Pack


class Block(BaseModel):
    """What a pack says under one key; subclasses add what it may say."""

    block: ClassVar[str]
    """The key."""
    word_prefixes: ClassVar[Sequence[str]] = ()
    """First parts of keys under which a pack may have more words than it must."""

    def steps(self) -> Sequence[StepSpec]:
        """Steps without a page that the block adds; they are carried out before the pack's own."""
        return ()

    def needed_words(self) -> Iterable[str]:
        """The keys of words that every language must have."""
        return ()

    def problems(self, pack: "Pack") -> Iterable[Problem]:
        """What does not fit the rest of the pack; ways begin at the block."""
        return ()


B = TypeVar("B", bound=type[Block])

BLOCKS = Registry[str, type[Block]]("block")
"""What packs may say, by key."""


def block(name: str) -> Callable[[B], B]:
    """Offer the class as what packs say under ``name``."""

    def decorate(cls: B) -> B:
        cls.block = name
        BLOCKS.offer(name, cls, by=cls)
        return cls

    return decorate
