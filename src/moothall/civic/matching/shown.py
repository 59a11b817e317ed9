"""Measures which services people are shown first, wrong ones too: behind ``moot match-score --shown``."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from moothall.civic.matching.answering import Answering
from moothall.civic.matching.embedding import load_encoder
from moothall.civic.matching.loading import read_yaml
from moothall.civic.matching.reading import default_reader, query_of
from moothall.civic.matching.rules import Candidate, CandidateIndex, Match, Query, rank
from moothall.civic.matching.score import JudgedFileMistake, build_shelf

FIRST = 5


@dataclass(frozen=True)
class Judged:
    """Words, the services of which one must be shown among the first five, and those that may be."""

    say: str
    right: frozenset[str]
    may: frozenset[str]


@dataclass(frozen=True)
class Shown:
    """Words as they were judged, and the slugs of the services shown first."""

    judged: Judged
    services: tuple[str, ...]

    @property
    def wrong(self) -> tuple[str, ...]:
        """Those that should not have been shown."""
        allowed = self.judged.right | self.judged.may
        return tuple(each for each in self.services if each not in allowed)

    @property
    def is_right(self) -> bool:
        """Whether one that helps is shown, where there is any."""
        return not self.judged.right or bool(self.judged.right & set(self.services))


@dataclass(frozen=True)
class InMemory:
    """The services of a directory that was read from a file."""

    index: CandidateIndex

    def best(self, query: Query, *, limit: int) -> list[Match]:
        """The ``limit`` services that fit ``query`` best, with reasons."""
        return rank(query, self.index.candidates, self.index.parts(query), limit=limit)

    def tagged(self, query: Query, *, need: str, limit: int) -> list[Match]:
        """The ``limit`` that fit ``query`` best of those whose organisation lists ``need``."""
        ranked = self.best(query, limit=len(self.index.candidates))
        return [match for match in ranked if need in match.candidate.needs][:limit]


def judged_file(path: Path) -> list[Judged]:
    """The judgements of a YAML file. Raises ``JudgedFileMistake`` naming the line that cannot be used."""
    page = read_yaml(path)
    rows = page.get("judged") if isinstance(page, dict) else None
    if not isinstance(rows, list):
        raise JudgedFileMistake(f"{path.name}: expected a list under “judged”")
    return [_judged(row, at) for at, row in enumerate(rows, start=1)]


def _judged(row: object, at: int) -> Judged:
    if not isinstance(row, dict) or not isinstance(row.get("say"), str) or set(row) - {"say", "right", "may"}:
        raise JudgedFileMistake(f"judgement {at}: expected “say” with a text, and lists “right” and “may”")
    return Judged(row["say"], frozenset(row.get("right", ())), frozenset(row.get("may", ())))


def directory_file(path: Path) -> list[Candidate]:
    """The services of a directory file such as the demo place's ``services.yaml``, under their slugs."""
    page = read_yaml(path)
    assert isinstance(page, dict)
    return [
        Candidate(
            id=row["slug"],
            name=row["name"],
            text=" ".join(row.get(key, "") for key in ("description", "eligibility_description")),
            needs=frozenset(row.get("needs", ())),
        )
        for row in page["services"]
    ]


def shown(
    judged: Sequence[Judged], services: Sequence[Candidate], *, kept_in: Path | None = None
) -> list[Shown]:
    """What is shown first for each of the words that were judged, as the page of results would."""
    slugs = {id_of(each.id): each.id for each in services}
    reader = default_reader(kept_in)
    index = build_shelf(with_ids(services), reader, load_encoder())
    answering = Answering(InMemory(index), reader, partial(query_of, kept_in=kept_in))
    return [Shown(each, _first(answering, each.say, slugs)) for each in judged]


def _first(answering: Answering, say: str, slugs: dict[UUID, str]) -> tuple[str, ...]:
    outcome = answering.outcome_of(say)
    return tuple(slugs[hit.service] for hit in outcome.hits[: min(outcome.near, FIRST)])


def with_ids(services: Sequence[Candidate]) -> list[Candidate]:
    """The services of a file under ids such as the directory's, made of their slugs."""
    return [replace(each, id=str(id_of(each.id))) for each in services]


def id_of(slug: str) -> UUID:
    """The id of a service of a file."""
    return uuid5(NAMESPACE_URL, slug)


def printed(found: Sequence[Shown]) -> list[str]:
    """What was wrong or missing, line by line, then the figures: the share of needs with a right service
    among the first five, and the share of services shown there that are wrong."""
    lines = [f"{each.judged.say}: wrong {', '.join(each.wrong)}" for each in found if each.wrong]
    lines += [f"{each.judged.say}: nothing that helps" for each in found if not each.is_right]
    right, wrong = figures(found)
    return [*lines, f"{len(found)} needs: right={right:.3f} wrong={wrong:.3f}"]


def figures(found: Sequence[Shown]) -> tuple[float, float]:
    """The share of needs answered rightly, and the share of the services shown first that are wrong."""
    helped = [each.is_right for each in found if each.judged.right]
    services = sum(len(each.services) for each in found)
    return sum(helped) / max(len(helped), 1), sum(len(each.wrong) for each in found) / max(services, 1)


def main(argv: Sequence[str]) -> int:
    """The command: prints the judgement; 0 when it could be made, 2 when a file could not be used."""
    parser = argparse.ArgumentParser(
        prog="match-score --shown", description="Measure what people are shown first, wrong services too."
    )
    parser.add_argument("file", type=Path, help="YAML with what may be shown for which words")
    parser.add_argument("--services", type=Path, required=True, help="YAML with the services of a directory")
    parser.add_argument("--keep", type=Path, help="folder in which to keep the vocabulary's vectors")
    given = parser.parse_args(argv)
    try:
        found = shown(judged_file(given.file), directory_file(given.services), kept_in=given.keep)
    except (JudgedFileMistake, OSError) as mistake:
        sys.stderr.write(f"{mistake}\n")
        return 2
    sys.stdout.write("\n".join(printed(found)) + "\n")
    return 0
