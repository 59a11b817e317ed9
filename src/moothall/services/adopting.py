"""Whether an organisation can publish a pack as it is: the one check, whatever door it comes through."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from moothall.kernel.act import Act
from moothall.kernel.refusal import Refused
from moothall.services.checking import checked_content, checked_texts
from moothall.services.problems import Problem
from moothall.services.reading import Content, PackMistaken, ReadPack
from moothall.services.slots import Values, unfilled

MOST = 20
"""How many problems are told in words."""


class PackRefused(Refused):
    """A pack that cannot be published; ``problems`` says why, with the way to each in the content."""

    code = "pack-mistaken"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("This service cannot be published yet. " + " ".join(map(str, problems[:MOST])))
        self.problems = tuple(problems)


def problems_of(act: Act, *, organisation: UUID, content: Content, slots: Values) -> list[Problem]:
    """Everything that keeps ``organisation`` from publishing ``content`` with ``slots`` filled in, inside a
    query or an operation."""
    try:
        found = checked_content(content, at=act.at, slots=slots)
    except PackMistaken as mistaken:
        return mistaken.problems
    return list(unfilled(act, organisation, found.pack.slots, slots))


def checked(act: Act, *, organisation: UUID, name: str, texts: Mapping[str, str], slots: Values) -> ReadPack:
    """The service ``name`` whose files have these ``texts``, in order for ``organisation`` to publish, inside
    a query or an operation. Raises :class:`PackRefused` with everything that is wrong, each in its place."""
    try:
        found = checked_texts(texts, at=act.at, slots=slots)
    except PackMistaken as mistaken:
        raise PackRefused(mistaken.problems) from None
    problems = [*unfilled(act, organisation, found.pack.slots, slots), *of_name(found.content, name)]
    if problems:
        raise PackRefused(problems)
    return found


def of_name(content: Content, name: str) -> list[Problem]:
    """That a pack calls itself otherwise than it is published."""
    if content.get("name") == name:
        return []
    return [Problem(("name",), f"this pack calls itself “{content.get('name')}”, not “{name}”")]
