"""All that was ever answered on a journey. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from moothall.services.schema import GroupSpec
from moothall.services.steps import Answer

ENOUGH = "no"
"""The answer to "Do you want to add another?" that closes a group."""


@dataclass(frozen=True, slots=True)
class Answers:
    """All that was ever answered: by page key (``slot``, ``items.2.kind``; ``items`` for "add another?"), and
    the numbers of each group's items, which are never used twice."""

    by_page: Mapping[str, Answer] = field(default_factory=dict)
    items: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def with_answer(self, key: str, answer: Answer) -> "Answers":
        """The answers with one more; the first answer about an item also puts the item on its list."""
        group, _, rest = key.partition(".")
        items = self.items
        if rest and int(rest.split(".")[0]) not in items.get(group, ()):
            items = {**items, group: [*items.get(group, ()), int(rest.split(".")[0])]}
        return replace(self, by_page={**self.by_page, key: answer}, items=items)

    def without_answer(self, key: str) -> "Answers":
        """The answers with that page open again."""
        return replace(self, by_page={name: found for name, found in self.by_page.items() if name != key})


def item_numbers(group: GroupSpec, answers: Answers) -> Sequence[int]:
    """The items of a group: at least as many as the pack wants, also when they are not begun."""
    numbers = list(answers.items.get(group.id, ()))
    while len(numbers) < group.repeat.least:
        numbers.append(max(numbers, default=0) + 1)
    return numbers
