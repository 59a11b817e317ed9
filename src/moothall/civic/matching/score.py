"""Measures matching against judged needs: what stands behind `moot match-score FILE`."""

import argparse
import csv
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from moothall.civic.matching.embedding import Encoder, load_encoder
from moothall.civic.matching.loading import load_vocabulary, load_welsh, vocabulary_vectors
from moothall.civic.matching.rules.candidate_index import CandidateIndex, ServiceVectors
from moothall.civic.matching.rules.ranking import DEFAULT_WEIGHTS, RESEARCH, Candidate, Weights, scores
from moothall.civic.matching.rules.readings import Reader
from moothall.civic.matching.rules.understanding import understand

_LONGEST_TEXT = 2000


class JudgedFileMistake(Exception):
    """A line of the file of judged needs cannot be used; the message names the line and what was expected."""


@dataclass(frozen=True)
class JudgedNeed:
    """One line of the file: a need in plain words and the ids of the services that are right for it."""

    corpus: str
    style: str
    query: str
    gold: frozenset[str]


@dataclass(frozen=True)
class Figures:
    """How well a set of lines was answered: the share with a right service in the first 1, 5, 10, and the
    mean reciprocal rank of the first right one."""

    lines: int
    first: float
    five: float
    ten: float
    mrr: float

    def __str__(self) -> str:
        return f"R@1={self.first:.3f} R@5={self.five:.3f} R@10={self.ten:.3f} MRR={self.mrr:.3f}"


@dataclass(frozen=True)
class Report:
    """`ranks` holds, line by line, the place of the first right service, by our weights and by the
    research recipe; 0 where no right service is in the corpus."""

    lines: tuple[JudgedNeed, ...]
    ours: tuple[int, ...]
    research: tuple[int, ...]
    with_model: bool

    def figures(
        self, ranks: Sequence[int], *, corpus: str | None = None, style: str | None = None
    ) -> Figures:
        """The figures of the lines of one corpus and style, or of all."""
        chosen = [
            rank
            for rank, line in zip(ranks, self.lines, strict=True)
            if corpus in (None, line.corpus) and style in (None, line.style)
        ]
        return figures_of(chosen)


def figures_of(ranks: Sequence[int]) -> Figures:
    """The figures of these ranks (from 1; 0: not found)."""
    found = np.array([rank or np.inf for rank in ranks])
    within = [float(np.mean(found <= most)) if len(found) else 0.0 for most in (1, 5, 10)]
    mrr = float(np.mean(1 / found)) if len(found) else 0.0
    return Figures(lines=len(ranks), first=within[0], five=within[1], ten=within[2], mrr=mrr)


def judged_needs(path: Path) -> list[JudgedNeed]:
    """The lines of a JSON Lines file; raises `JudgedFileMistake` with the line's number."""
    with path.open(encoding="utf-8") as lines:
        return [_judged(line, number) for number, line in enumerate(lines, start=1) if line.strip()]


def _judged(line: str, number: int) -> JudgedNeed:
    try:
        page = json.loads(line)
        gold = frozenset(str(each) for each in page["gold"])
        return JudgedNeed(
            corpus=page["corpus"], style=page.get("style", "any"), query=page["query"], gold=gold
        )
    except (ValueError, KeyError, TypeError) as mistake:
        expected = "expected a JSON object with corpus, query and gold"
        raise JudgedFileMistake(f"line {number}: {expected} ({mistake})") from mistake


def lgsl_candidates(shared: Path) -> list[Candidate]:
    """The service types of the Local Government Services List."""
    rows = _rows(shared / "data/directory/lgsl/lgsl_v4_services.csv")
    return [
        Candidate(id=row["Identifier"], name=row["Label"], text=row["Description"][:_LONGEST_TEXT])
        for row in rows
    ]


def hounslow_candidates(shared: Path) -> list[Candidate]:
    """The services of the Hounslow Connect import, under their evaluation ids."""
    folder = shared / "data/directory/hounslow"
    short_id = {row["service_id"]: row["eval_id"] for row in _rows(folder / "hounslow_ids.csv")}
    return [
        Candidate(id=short_id[row["ID*"]], name=row["Name*"], text=_full_text(row))
        for row in _rows(folder / "service.csv")
    ]


def _full_text(row: Mapping[str, str]) -> str:
    intro, description = row["Intro*"].strip(), row["Description*"].strip()
    return (description if description.startswith(intro) else f"{intro} {description}")[:_LONGEST_TEXT]


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


CORPORA: Mapping[str, Callable[[Path], list[Candidate]]] = {
    "lgsl": lgsl_candidates,
    "hounslow": hounslow_candidates,
}


def build_shelf(candidates: Sequence[Candidate], reader: Reader, encoder: Encoder | None) -> CandidateIndex:
    """The candidates ready for matching, their vectors computed now."""
    if encoder is None:
        return CandidateIndex(candidates, reader)
    names = encoder.encode_all([each.name for each in candidates])
    texts = encoder.encode_all([f"{each.name}. {each.text}" for each in candidates])
    return CandidateIndex(candidates, reader, ServiceVectors(names=names, texts=texts))


def score_file(
    path: Path, shared_data_root: Path, *, with_model: bool = True, kept_in: Path | None = None
) -> Report:
    """Ranks the candidates of each line's corpus and notes where the first right one stands.

    `shared_data_root` is the folder that holds `data/directory`; `kept_in` a folder for the vocabulary's
    vectors. Raises `JudgedFileMistake` for a line that cannot be used or a corpus that is not known.
    """
    lines = judged_needs(path)
    encoder = load_encoder() if with_model else None
    vocabulary = load_vocabulary()
    vectors = vocabulary_vectors(vocabulary, encoder, kept_in=kept_in)
    reader = Reader(vocabulary, vectors, ordinary_words=encoder.ordinary_words() if encoder else frozenset())
    index_cache = {
        name: _index(name, shared_data_root, reader, encoder) for name in {line.corpus for line in lines}
    }
    ranks = [_ranks(line, index_cache[line.corpus], reader, encoder) for line in lines]
    ours, research = tuple(first for first, _ in ranks), tuple(second for _, second in ranks)
    return Report(lines=tuple(lines), ours=ours, research=research, with_model=encoder is not None)


def _index(corpus: str, shared: Path, reader: Reader, encoder: Encoder | None) -> CandidateIndex:
    if corpus not in CORPORA:
        raise JudgedFileMistake(f"the corpus “{corpus}” is not known; expected one of: {', '.join(CORPORA)}")
    return build_shelf(CORPORA[corpus](shared), reader, encoder)


def _ranks(
    line: JudgedNeed, index: CandidateIndex, reader: Reader, encoder: Encoder | None
) -> tuple[int, int]:
    query = understand(line.query, reader=reader, welsh=load_welsh(), encoder=encoder)
    parts = index.parts(query)

    def first_right(weights: Weights) -> int:
        order = np.argsort(-scores(query, parts, weights=weights), kind="stable")
        places = (place for place, at in enumerate(order, start=1) if index.candidates[at].id in line.gold)
        return next(places, 0)

    return first_right(DEFAULT_WEIGHTS), first_right(RESEARCH)


def printed(report: Report) -> list[str]:
    """The report as lines: the research recipe, then each corpus and style, then ours over everything."""
    model = (
        "the sentence model and words"
        if report.with_model
        else "words alone: the sentence model is not installed"
    )
    lines = [f"{len(report.lines)} needs, by {model}", f"research recipe {report.figures(report.research)}"]
    for corpus, style in sorted({(line.corpus, line.style) for line in report.lines}):
        chosen = report.figures(report.ours, corpus=corpus, style=style)
        lines.append(f"{corpus} {style} ({chosen.lines}) {chosen}")
    return [*lines, str(report.figures(report.ours))]


def main(argv: Sequence[str] | None = None) -> int:
    """The command: prints the report; 0 when it could be made, 2 when the file could not be used."""
    parser = argparse.ArgumentParser(prog="match-score", description="Measure matching against judged needs.")
    parser.add_argument("file", type=Path, help="JSON Lines with corpus, query, gold and style")
    parser.add_argument(
        "--shared",
        type=Path,
        default=os.environ.get("MOOTHALL_SHARED") or Path(__file__).resolve().parents[5] / "shared",
        help="folder that holds data/directory (default: beside the project, or MOOTHALL_SHARED)",
    )
    parser.add_argument("--keep", type=Path, help="folder in which to keep the vocabulary's vectors")
    parser.add_argument("--words-only", action="store_true", help="leave the sentence model out")
    given = parser.parse_args(argv)
    try:
        report = score_file(given.file, given.shared, with_model=not given.words_only, kept_in=given.keep)
    except (JudgedFileMistake, OSError) as mistake:
        sys.stderr.write(f"{mistake}\n")
        return 2
    sys.stdout.write("\n".join(printed(report)) + "\n")
    return 0
