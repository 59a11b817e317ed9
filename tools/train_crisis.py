#!/usr/bin/env python3
"""Trains the model of kinds of danger from reviewed wordings: writes `crisis_kinds.npz` with their digest.

Run it after any change to `wordings/` or `tests/crisis_phrases.yaml`: `PYTHONPATH=src:. python
tools/train_crisis.py`. It prints how two fifths of all wordings fare, phrases included, when each fifth is
held out in turn. `--check` prints and writes nothing.

Two networks with one middle row each, trained in NumPy from different beginnings and put side by side, so
that each has half of the say: the same wordings give the same weights on the same machine.
"""

import argparse
import os
import sys
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import numpy as np

from moothall.civic.matching.embedding import Encoder, load_encoder
from moothall.civic.matching.examples import Example, digest, examples
from moothall.civic.matching.loading import KINDS_FILE, load_crisis, load_vocabulary
from moothall.civic.matching.rules.kinds import NOTHING, KindModel
from moothall.civic.matching.rules.marks import BUCKETS, buckets, plain_words
from moothall.civic.matching.rules.urgency import Urgency
from moothall.civic.matching.rules.vectors import Column, Matrix

FOLDS, JUDGED = 5, 2
"""Into how many parts the wordings are parted, and how many of those are held out in turn."""
MEANING_SHARE, MARKS_SHARE = 3.0, 3.0
BEGINNINGS, MIDDLE, DROPPED = 2, 80, 0.3
BATCH, ROUNDS, STEP, DECAY = 160, 12, 2e-3, 1e-4
EVENNESS = 0.3
"""How far rare kinds count for more: 0 not at all, 1 as much as the commonest together."""
SHOWN_FROM, BELIEVED_FROM = 0.7, 0.01
"""From which danger help is shown without a phrase, and with one: a choice between misses and false alarms,
made from held-out wordings (docs/decisions/015-crisis-model.md)."""
MOST_WAYS = 4
"""How many ways of putting each need of the vocabulary are learnt as no danger."""


@dataclass(frozen=True, eq=False)
class Material:
    """What is learnt from, for each wording: the numbers of its marks, meaning (of length one) and fold: all
    ways of a pattern are in the same."""

    lines: Sequence[Example]
    kinds: tuple[str, ...]
    marks: Sequence[Column]
    meanings: Matrix
    fold: np.ndarray

    def part(self, kept: np.ndarray) -> "Material":
        """Only the wordings that are kept."""
        at = np.flatnonzero(kept)
        lines, marks = [self.lines[each] for each in at], [self.marks[each] for each in at]
        return Material(lines, self.kinds, marks, self.meanings[at], self.fold[at])

    @property
    def targets(self) -> Matrix:
        column = {kind: at for at, kind in enumerate(self.kinds)}
        wanted = np.zeros((len(self.lines), len(self.kinds)), dtype=np.float32)
        wanted[range(len(self.lines)), [column[line.kind] for line in self.lines]] = 1
        return wanted


def material(encoder: Encoder) -> Material:
    """Every wording with its marks and meaning, read as the product reads it."""
    known = examples()
    learnt = {line.text.lower() for line in known}
    lines = [*known, *(line for line in ordinary_needs() if line.text.lower() not in learnt)]
    marks = [buckets(line.text) for line in lines]
    meanings = encoder.encode_all([line.text for line in lines])
    fold = np.array([zlib.crc32(line.pattern.encode()) % FOLDS for line in lines])
    return Material(lines, (*load_crisis().helps, NOTHING), marks, meanings, fold)


def ordinary_needs() -> list[Example]:
    """How people put needs of the vocabulary that no urgent help speaks of, the first ways of each."""
    helps = load_crisis().helps
    urgent = {need for help in helps.values() for need in help.needs}
    needs = [need for need in load_vocabulary().needs if need.id not in urgent]
    said = [(need.id, text) for need in needs for text in need.say[:MOST_WAYS]]
    return [
        Example(NOTHING, text, "vocabulary", need)
        for need, text in said
        if not load_crisis().urgent_help(text)
    ]


def trained(given: Material) -> list[KindModel]:
    """A model without each judged part in turn, of one beginning to save time, then one from everything."""
    everything = np.ones(len(given.lines), dtype=bool)
    judging = [(given.fold != fold, 0) for fold in range(JUDGED)]
    asked = [*judging, *((everything, beginning) for beginning in range(BEGINNINGS))]
    with ThreadPoolExecutor(BEGINNINGS) as side_by_side:
        each = list(side_by_side.map(lambda used: _descended(given, *used), asked))
    return [_model(given, weights) for weights in (*each[:JUDGED], _together(each[JUDGED:]))]


def _together(each: Sequence[Sequence[Matrix]]) -> list[Matrix]:
    """The weights of one network that says what several say on average."""
    into, into_bias, out, out_bias = zip(*each, strict=True)
    return [
        np.concatenate(into, axis=1),
        np.concatenate(into_bias, axis=1),
        np.concatenate(out, axis=0) / BEGINNINGS,
        np.mean(out_bias, axis=0),
    ]


def _descended(given: Material, used: np.ndarray, beginning: int) -> list[Matrix]:
    """The weights after `ROUNDS` times through the wordings that are used, in an order that is always the
    same."""
    chance = np.random.default_rng(beginning)
    targets, counts = given.targets, _counts(given)
    descent = Descent(_beginning(BUCKETS + given.meanings.shape[1], targets.shape[1], chance))
    rows = np.flatnonzero(used)
    for turn in range(ROUNDS):
        chance.shuffle(rows)
        for start in range(0, len(rows), BATCH):
            at = rows[start : start + BATCH]
            kept = (chance.random((len(at), MIDDLE)) > DROPPED) / np.float32(1 - DROPPED)
            descent.step(_slopes(descent.weights, _seen(given, at), targets[at], counts[at], kept), turn)
    return descent.weights


def _seen(given: Material, at: np.ndarray) -> Matrix:
    marks = np.zeros((len(at), BUCKETS), dtype=np.float32)
    for row, line in enumerate(at):
        marks[row, given.marks[line]] = MARKS_SHARE / max(len(given.marks[line]), 1) ** 0.5
    return np.concatenate([marks, MEANING_SHARE * given.meanings[at]], axis=1)


def _counts(given: Material) -> Matrix:
    """How much each wording counts."""
    counts = given.targets.sum(axis=0)
    weight: Matrix = ((given.targets @ (counts.mean() / counts)) ** EVENNESS).astype(np.float32)
    return weight


def _beginning(seen: int, kinds: int, chance: np.random.Generator) -> list[Matrix]:
    shapes = ((seen, MIDDLE), (1, MIDDLE), (MIDDLE, kinds), (1, kinds))
    spread = (0.05, 0.0, 0.1, 0.0)
    return [
        (chance.normal(size=shape) * width).astype(np.float32)
        for shape, width in zip(shapes, spread, strict=True)
    ]


def _slopes(
    weights: Sequence[Matrix], seen: Matrix, wanted: Matrix, counts: Matrix, kept: Matrix
) -> list[Matrix]:
    """How the loss changes with each of the weights; `kept` drops some of the middle row."""
    into, into_bias, out, out_bias = weights
    middle = np.maximum(seen @ into + into_bias, 0) * kept
    strengths = middle @ out + out_bias
    raised = np.exp(strengths - strengths.max(axis=1, keepdims=True))
    wrong = (raised / raised.sum(axis=1, keepdims=True) - wanted) * counts[:, None] / len(seen)
    back = wrong @ out.T * kept * (middle > 0)
    return [
        seen.T @ back,
        back.sum(axis=0, keepdims=True),
        middle.T @ wrong,
        wrong.sum(axis=0, keepdims=True),
    ]


class Descent:
    """Adam (Kingma and Ba, 2015) with decay of weights, each step shorter towards the last round."""

    def __init__(self, weights: list[Matrix]) -> None:
        self.weights = weights
        self._means = [np.zeros_like(each) for each in weights]
        self._squares = [np.zeros_like(each) for each in weights]
        self._steps = 0

    def step(self, slopes: Sequence[Matrix], turn: int) -> None:
        """One step against `slopes` in round `turn`."""
        self._steps += 1
        length = STEP * (1 - turn / ROUNDS)
        for weight, mean, square, slope in zip(self.weights, self._means, self._squares, slopes, strict=True):
            mean += 0.1 * (slope - mean)
            square += 0.01 * (slope * slope - square)
            spread = np.sqrt(square / (1 - 0.99**self._steps)) + 1e-8
            weight -= length * (mean / (1 - 0.9**self._steps) / spread + DECAY * weight)


def _model(given: Material, weights: Sequence[Matrix]) -> KindModel:
    into, into_bias, out, out_bias = weights
    return KindModel(
        kinds=given.kinds,
        by_marks=MARKS_SHARE * into[:BUCKETS],
        by_meaning=MEANING_SHARE * into[BUCKETS:],
        middle_bias=into_bias[0],
        by_middle=out,
        bias=out_bias[0],
        shown_from=SHOWN_FROM,
        believed_from=BELIEVED_FROM,
        learnt_from=digest(line for line in given.lines if line.source != "vocabulary"),
        words=frozenset(word for line in given.lines for word in plain_words(line.text)),
    )


def report(models: Sequence[KindModel], given: Material, encoder: Encoder) -> list[str]:
    """Each file of wordings, its lines answered by the model that has not seen them, phrases included;
    those written out from patterns are left out, since they flatter."""
    readers = [Urgency(load_crisis(), model=model, encoder=encoder) for model in models]
    answers = [
        (line, [found.help.id for found in readers[fold].urgent_help(line.text)])
        for line, fold in zip(given.lines, given.fold, strict=True)
        if _is_whole(line)
    ]
    sources = sorted({line.source for line, _ in answers})
    return [_row(name, [each for each in answers if each[0].source == name]) for name in sources]


def _is_whole(line: Example) -> bool:
    """Whether somebody wrote the line as it is."""
    return line.source == "vocabulary" or line.text == line.pattern


def _is_right(line: Example, kinds: Sequence[str]) -> bool:
    helps = load_crisis().helps
    if line.kind == NOTHING or not kinds:
        return not kinds and line.kind == NOTHING
    return helps[kinds[0]].risk == helps[line.kind].risk


def _row(source: str, answers: Sequence[tuple[Example, Sequence[str]]]) -> str:
    real = [(line, kinds) for line, kinds in answers if line.kind != NOTHING]
    harmless = [kinds for line, kinds in answers if line.kind == NOTHING]
    caught = sum(bool(kinds) for _, kinds in real) / max(len(real), 1)
    right = sum(_is_right(line, kinds) for line, kinds in real) / max(len(real), 1)
    finer = sum(kinds[:1] == [line.kind] for line, kinds in real) / max(len(real), 1)
    false = sum(bool(kinds) for kinds in harmless) / max(len(harmless), 1)
    figures = f"caught={caught:.3f} right={right:.3f} finer={finer:.3f} false={false:.3f}"
    return f"{source} ({len(real)} and {len(harmless)}): {figures}"


def write(model: KindModel) -> None:
    """Keeps the model, its marks as whole numbers from -127 to 127 times a step for each kind."""
    steps = np.abs(model.by_marks).max(axis=0) / 127
    np.savez_compressed(
        KINDS_FILE,
        kinds=np.array(model.kinds),
        by_marks=np.round(model.by_marks / steps).astype(np.int8),
        steps=steps.astype(np.float32),
        by_meaning=model.by_meaning.astype(np.float16),
        middle_bias=model.middle_bias,
        by_middle=model.by_middle.astype(np.float16),
        bias=model.bias,
        shown_from=model.shown_from,
        believed_from=model.believed_from,
        learnt_from=model.learnt_from,
        words=" ".join(sorted(model.words)),
    )


def main(argv: Sequence[str]) -> int:
    """The command: trains, prints, writes unless only checking; 3 where the sentence model is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="print the figures and write nothing")
    options = parser.parse_args(argv)
    encoder = load_encoder()
    if encoder is None:
        print("The sentence model is not installed: nothing can be trained.", file=sys.stderr)
        return 3
    given = material(encoder)
    models = trained(given)
    if not options.check:
        write(models[-1])
    print("\n".join(report(models, given.part(given.fold < JUDGED), encoder)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
