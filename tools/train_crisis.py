#!/usr/bin/env python3
"""Trains the model of kinds of danger from reviewed wordings: writes `crisis_kinds.npz` with their digest.

Run it after any change to `wordings/` or `tests/crisis_phrases.yaml`: `PYTHONPATH=src:. python
tools/train_crisis.py`. It prints how each file of wordings fares when a fifth of all lines is held out in
turn, phrases included, and chooses both thresholds from those lines. `--check` prints and writes nothing.

A network with one middle row, trained in NumPy: the same wordings give the same weights on the same machine.
"""

import argparse
import os
import sys
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import numpy as np

from moothall.civic.matching.embedding import Encoder, load_encoder
from moothall.civic.matching.examples import Example, digest, examples
from moothall.civic.matching.loading import KINDS_FILE, load_crisis, load_vocabulary
from moothall.civic.matching.rules.kinds import NOTHING, KindModel
from moothall.civic.matching.rules.marks import BUCKETS, buckets, plain_words
from moothall.civic.matching.rules.urgency import Urgency
from moothall.civic.matching.rules.vectors import Matrix

FOLDS = 5
MEANING_SHARE, MARKS_SHARE = 3.0, 3.0
MIDDLE, DROPPED = 64, 0.3
BATCH, ROUNDS, STEP, DECAY = 160, 16, 2e-3, 1e-4
EVENNESS = 0.3
"""How far rare kinds count for more: 0 not at all, 1 as much as the commonest together."""
MOST_FALSE, MOST_LOST = 0.03, 0.005
SHOWN = [step / 100 for step in range(20, 100)]
BELIEVED = (0.01, 0.02, 0.05, 0.1, 0.15)
MOST_WAYS = 4
"""How many ways of putting each need of the vocabulary are learnt as no danger."""
ORDINARY = ("lookalikes", "ordinary", "vocabulary")
"""The look-alikes that are as people write them; those of the phrases' tests were sought out to be hard."""


@dataclass(frozen=True, eq=False)
class Material:
    """What is learnt from, a row for each wording: marks and meaning (both of length one), kind and fold."""

    lines: Sequence[Example]
    kinds: tuple[str, ...]
    marks: Matrix
    meanings: Matrix
    fold: np.ndarray

    @property
    def targets(self) -> Matrix:
        column = {kind: at for at, kind in enumerate(self.kinds)}
        wanted = np.zeros((len(self.lines), len(self.kinds)), dtype=np.float32)
        wanted[range(len(self.lines)), [column[line.kind] for line in self.lines]] = 1
        return wanted


def material(encoder: Encoder) -> Material:
    """Every wording with its marks and meaning, read as the product reads it."""
    lines = [*examples(), *ordinary_needs()]
    marks = np.zeros((len(lines), BUCKETS), dtype=np.float32)
    for row, line in enumerate(lines):
        at = buckets(line.text)
        marks[row, at] = 1 / max(len(at), 1) ** 0.5
    meanings = np.stack([encoder.encode_all([line.text])[0] for line in lines])
    fold = np.array([zlib.crc32(line.text.encode()) % FOLDS for line in lines])
    return Material(lines, (*load_crisis().helps, NOTHING), marks, meanings, fold)


def ordinary_needs() -> list[Example]:
    """How people put needs of the vocabulary that no urgent help speaks of, the first ways of each."""
    helps = load_crisis().helps
    urgent = {need for help in helps.values() for need in help.needs}
    needs = [need for need in load_vocabulary().needs if need.id not in urgent]
    said = [text for need in needs for text in need.say[:MOST_WAYS]]
    return [Example(NOTHING, text, "vocabulary") for text in said if not load_crisis().urgent_help(text)]


def trained(given: Material) -> list[KindModel]:
    """A model without each fold in turn, then one from everything."""
    return [_model(given, _descended(given, given.fold != fold)) for fold in range(FOLDS + 1)]


def _descended(given: Material, used: np.ndarray) -> list[Matrix]:
    """The weights after `ROUNDS` times through the wordings that are used, in an order that is always the
    same."""
    chance = np.random.default_rng(0)
    seen, targets, counts = _seen(given), given.targets, _counts(given)
    descent = Descent(_beginning(seen.shape[1], targets.shape[1], chance))
    rows = np.flatnonzero(used)
    for turn in range(ROUNDS):
        chance.shuffle(rows)
        for start in range(0, len(rows), BATCH):
            at = rows[start : start + BATCH]
            kept = (chance.random((len(at), MIDDLE)) > DROPPED) / np.float32(1 - DROPPED)
            descent.step(_slopes(descent.weights, seen[at], targets[at], counts[at], kept), turn)
    return descent.weights


def _seen(given: Material) -> Matrix:
    return np.concatenate([MARKS_SHARE * given.marks, MEANING_SHARE * given.meanings], axis=1)


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
        shown_from=0.5,
        believed_from=0.1,
        learnt_from=digest(examples()),
        words=frozenset(word for line in given.lines for word in plain_words(line.text)),
    )


def unseen_danger(given: Material, models: Sequence[KindModel]) -> np.ndarray:
    """The danger in each wording by the model that has not seen it."""
    pairs = zip(given.lines, given.meanings, given.fold, strict=True)
    return np.array([1 - models[fold].chances(line.text, meaning)[NOTHING] for line, meaning, fold in pairs])


def thresholds(given: Material, danger: np.ndarray) -> tuple[float, float]:
    """From which danger help is shown without a phrase, so that few look-alikes are caught; and with one, so
    that hardly any real danger is lost."""
    phrased = np.array([bool(load_crisis().urgent_help(line.text)) for line in given.lines])
    real = np.array([line.kind != NOTHING for line in given.lines])
    kept = [each for each in BELIEVED if (danger[phrased & real] < each).mean() <= MOST_LOST]
    believed_from = max(kept, default=0.0)
    ordinary = ~real & np.array([line.source in ORDINARY for line in given.lines])
    at, known = danger[ordinary], phrased[ordinary]
    few = [each for each in SHOWN if (at >= np.where(known, believed_from, each)).mean() <= MOST_FALSE]
    return min(few, default=SHOWN[-1]), believed_from


def report(models: Sequence[KindModel], given: Material, encoder: Encoder, *, show: str = "") -> list[str]:
    """Each file of wordings, its lines answered by the model that has not seen them, phrases included."""
    readers = [Urgency(load_crisis(), model=model, encoder=encoder) for model in models]
    answers = [
        (line, [found.help.id for found in readers[fold].urgent_help(line.text)])
        for line, fold in zip(given.lines, given.fold, strict=True)
    ]
    wrong = [
        f"  {line.kind}: {', '.join(kinds) or '-'}: {line.text}"
        for line, kinds in answers
        if line.source == show and not _is_right(line, kinds)
    ]
    sources = sorted({line.source for line in given.lines})
    return wrong + [_row(name, [each for each in answers if each[0].source == name]) for name in sources]


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
    parser.add_argument("--show", default="", help="a file of wordings whose wrong lines are printed")
    options = parser.parse_args(argv)
    encoder = load_encoder()
    if encoder is None:
        print("The sentence model is not installed: nothing can be trained.", file=sys.stderr)
        return 3
    given = material(encoder)
    models = trained(given)
    shown_from, believed_from = thresholds(given, unseen_danger(given, models))
    models = [replace(model, shown_from=shown_from, believed_from=believed_from) for model in models]
    print(f"shown from {shown_from}, believed from {believed_from}")
    print("\n".join(report(models, given, encoder, show=options.show)))
    if not options.check:
        write(models[-1])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
