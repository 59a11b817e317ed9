"""Measures urgent help against judged words: what stands behind `moot crisis-score FILE`."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from moothall.civic.matching.loading import load_crisis
from moothall.civic.matching.reading import has_model, urgent_help


class JudgedWordsMistake(Exception):
    """A line of the file cannot be used; the message names the line and what was expected."""


@dataclass(frozen=True)
class JudgedWords:
    """One line of the file: words, and the kinds that may rightly come first; none for a look-alike."""

    query: str
    right: frozenset[str]


@dataclass(frozen=True)
class Answer:
    """The kinds of help that words were answered with, and which of their kinds may come first."""

    words: JudgedWords
    kinds: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """Whether the first kind, or the risk it belongs to, is one of those expected."""
        first = self.kinds[:1]
        return any({kind, load_crisis().helps[kind].risk} & self.words.right for kind in first)


def judged_words(path: Path) -> list[JudgedWords]:
    """The lines of a file of JSON Lines with `query` and `risk` (a kind, a list of acceptable kinds, null or
    absent); raises `JudgedWordsMistake` for a line that cannot be used."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_judged(number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def _judged(number: int, line: str) -> JudgedWords:
    try:
        page = json.loads(line)
        query, risk = page["query"], page.get("risk") or []
        right = frozenset([risk] if isinstance(risk, str) else risk)
    except (ValueError, KeyError, TypeError, AttributeError) as mistake:
        expected = "expected JSON with “query” and “risk” (a kind, a list of kinds, or null)"
        raise JudgedWordsMistake(f"line {number}: {expected}") from mistake
    helps = load_crisis().helps
    if unknown := right - helps.keys() - {help.risk for help in helps.values()}:
        raise JudgedWordsMistake(f"line {number}: the kind “{min(unknown)}” is not known")
    return JudgedWords(str(query), right)


def answers(lines: Sequence[JudgedWords]) -> list[Answer]:
    """Each line with the kinds of help it was answered with, the first shown first."""
    return [Answer(each, tuple(found.help.id for found in urgent_help(each.query))) for each in lines]


def printed(given: Sequence[Answer]) -> list[str]:
    """The report as lines: a table by kind, what was missed, what was wrongly caught, and the figures."""
    model = (
        "phrases and the sentence model"
        if has_model()
        else "phrases alone: the sentence model is not installed"
    )
    real = [each for each in given if each.words.right]
    harmless = [each for each in given if not each.words.right]
    missed = [
        f"missed ({_names(each.words.right)}; shown: {_names(each.kinds)}): {each.words.query}"
        for each in real
        if not each.is_right
    ]
    false = [f"false ({_names(each.kinds)}): {each.words.query}" for each in harmless if each.kinds]
    return [
        f"{len(real)} lines of danger, {len(harmless)} look-alikes, by {model}",
        *_table(real),
        *missed,
        *false,
        _figures(real, harmless),
    ]


def _names(kinds: Sequence[str] | frozenset[str]) -> str:
    return ", ".join(sorted(kinds) if isinstance(kinds, frozenset) else kinds) or "nothing"


def _table(real: Sequence[Answer]) -> list[str]:
    """Lines, caught and right for each set of acceptable kinds."""
    lines, caught, right = Counter[str](), Counter[str](), Counter[str]()
    for each in real:
        name = _names(each.words.right)
        lines[name] += 1
        caught[name] += bool(each.kinds)
        right[name] += each.is_right
    rows = [f"{name}\t{lines[name]}\t{caught[name]}\t{right[name]}" for name in sorted(lines)]
    return ["kind\tlines\tcaught\tright", *rows]


def _figures(real: Sequence[Answer], harmless: Sequence[Answer]) -> str:
    caught = _share(sum(bool(each.kinds) for each in real), len(real))
    right = _share(sum(each.is_right for each in real), len(real))
    false = _share(sum(bool(each.kinds) for each in harmless), len(harmless))
    return f"caught={caught:.3f} right={right:.3f} false={false:.3f}"


def _share(some: int, every: int) -> float:
    return some / every if every else 0.0


def main(argv: Sequence[str] | None = None) -> int:
    """The command: prints the report; 0 when it could be made, 2 when the file could not be used."""
    parser = argparse.ArgumentParser(
        prog="crisis-score", description="Measure urgent help against judged words."
    )
    parser.add_argument(
        "file", type=Path, help="JSON Lines with query and risk; risk null or absent: a look-alike"
    )
    try:
        report = printed(answers(judged_words(parser.parse_args(argv).file)))
    except (JudgedWordsMistake, OSError, UnicodeDecodeError) as mistake:
        sys.stderr.write(f"{mistake}\n")
        return 2
    sys.stdout.write("\n".join(report) + "\n")
    return 0
