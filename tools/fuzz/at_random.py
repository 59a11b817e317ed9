"""Fuzz the rules engine at random: ``python tools/fuzz/at_random.py CORPUS INPUTS [SEED]``.

Each input is one of the corpus with a few changes: signs replaced, words of FEEL put in, parts taken out or
taken from another input. Findings are kept beside the corpus; tells how many inputs there were, and the
slowest.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random
from time import process_time

from targets import WORDS, one_input

SLOW = 2.5  # seconds of CPU time, beyond what the limits allow


def changed(chance: Random, corpus: list[bytes]) -> bytes:
    """An input of the corpus after one to eight changes."""
    chosen = chance.choice(corpus)
    text = bytearray(chosen[1:])
    for _ in range(chance.randint(1, 8)):
        start = chance.randint(0, len(text))
        end = min(len(text), start + chance.choice((0, 0, 1, 1, 2, 8, 40)))
        text[start:end] = _new(chance, corpus)
    return chosen[:1] + bytes(text[:4000])


def _new(chance: Random, corpus: list[bytes]) -> bytes:
    which = chance.random()
    if which < 0.2:
        return b""
    if which < 0.6:
        return chance.choice(WORDS).encode()
    if which < 0.8:
        return bytes([chance.choice((chance.randint(32, 126), chance.randint(0, 255)))])
    other = chance.choice(corpus)
    start = chance.randint(1, len(other))
    return other[start : start + chance.randint(1, 30)]


def main(arguments: list[str]) -> int:
    """The number of findings."""
    folder, inputs = Path(arguments[0]), int(arguments[1])
    chance = Random(int(arguments[2]) if len(arguments) > 2 else 0)
    corpus = [content for file in sorted(folder.iterdir()) if (content := file.read_bytes())]
    slowest, findings = 0.0, 0
    for number in range(inputs):
        content = changed(chance, corpus)
        begun = process_time()
        try:
            one_input(content)
        except Exception as error:
            findings += 1
            folder.with_name(f"finding-{number}").write_bytes(content)
            print(f"input {number}: {error!r}")
        taken = process_time() - begun
        if taken > max(slowest, SLOW):
            folder.with_name(f"slow-{number}").write_bytes(content)
        slowest = max(slowest, taken)
    print(f"{inputs:,} inputs, {findings} findings, the slowest {slowest:.2f} s")
    return findings


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
