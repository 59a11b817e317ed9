"""Whether an organisation can publish a pack as it is: the one check, whatever door it comes through."""

from uuid import UUID

from moothall.kernel.act import Act
from moothall.services.checking import checked_content
from moothall.services.problems import Problem
from moothall.services.reading import Content, PackMistaken
from moothall.services.slots import Values, unfilled


def problems_of(act: Act, *, organisation: UUID, content: Content, slots: Values) -> list[Problem]:
    """Everything that keeps ``organisation`` from publishing ``content`` with ``slots`` filled in, inside a
    query or an operation."""
    try:
        found = checked_content(content, at=act.at, slots=slots)
    except PackMistaken as mistaken:
        return mistaken.problems
    return list(unfilled(act, organisation, found.pack.slots, slots))
