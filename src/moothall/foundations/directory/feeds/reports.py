"""The data-quality report an import ends with."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from moothall.foundations.directory.rules.notes import Problem

EXAMPLES = 3
TAKEN = ("added", "changed", "unchanged", "kept")
"""What may become of an entry that was not skipped."""
FINE, SOME_SKIPPED, NOTHING = 0, 1, 2
"""Exit codes: everything taken in; some entries skipped; nothing usable, or called wrongly."""


@dataclass(slots=True)
class Report:
    """Counts what became of the entries and gathers what was wrong, with examples."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: Counter[tuple[bool, str]] = field(default_factory=Counter)
    examples: dict[tuple[bool, str], list[str]] = field(default_factory=dict)
    ended_early: str = ""

    def note(self, problems: Iterable[Problem]) -> None:
        """Take up what was wrong with one entry."""
        kinds = set()
        for problem in problems:
            key = (problem.is_skipped, problem.words)
            kinds.add(problem.is_skipped)
            self.wrong[key] += 1
            shown = self.examples.setdefault(key, [])
            if len(shown) < EXAMPLES:
                shown.append(f"{problem.entry}: {problem.example}" if problem.example else problem.entry)
        if True in kinds:
            self.counts["skipped"] += 1
        elif kinds:
            self.counts["repaired"] += 1

    def took(self, counts: Mapping[str, int]) -> int:
        """Add what became of a batch; returns how many entries that makes by now."""
        self.counts.update({name: count for name, count in counts.items() if count})
        return sum(self.counts[name] for name in TAKEN)

    @property
    def exit_code(self) -> int:
        """0 fine, 1 some skipped, 2 nothing usable."""
        if not any(self.counts[key] for key in TAKEN):
            return NOTHING
        return SOME_SKIPPED if self.counts["skipped"] or self.ended_early else FINE

    def problems(self) -> list[dict[str, Any]]:
        """What was wrong, commonest first, as JSON values."""
        return [
            {
                "words": words,
                "skipped": is_skipped,
                "count": count,
                "examples": self.examples[is_skipped, words],
            }
            for (is_skipped, words), count in self.wrong.most_common()
        ]

    def lines(self, *, seconds: float) -> Iterable[str]:
        """The report as the command line shows it."""
        yield (
            ", ".join(f"{self.counts[key]:,} {key}" for key in (*TAKEN, "skipped", "repaired"))
            + f" in {seconds:.1f} s"
        )
        if self.ended_early:
            yield self.ended_early
        for title, chosen in (("Skipped:", True), ("Repaired:", False)):
            found = [each for each in self.problems() if each["skipped"] is chosen]
            if found:
                yield title
            for each in found:
                yield f"  {each['count']:>6,}  {each['words']}"
                yield from (f"            {example}" for example in each["examples"])
