"""What one match costs: CPU per search over the service list, beside the bare sentence model in the same run.

Run: `python benchmarks/matching.py --shared FOLDER [--keep FOLDER]`, where FOLDER holds `data/directory`.
"""

import argparse
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

# One BLAS thread, as a web worker should have: with more, small products cost more CPU than they save time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from moothall.civic.matching import reading, score
from moothall.civic.matching.embedding import load_encoder
from moothall.civic.matching.rules import Candidate, CandidateIndex, Reader, rank, understand

AIM_MS = 15.0
SHOWN = 20


def cpu_ms(act: Callable[[str], object], texts: Sequence[str], *, rounds: int = 3) -> float:
    """Mean CPU milliseconds of one act, the best of `rounds` rounds over all texts."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        for text in texts:
            act(text)
        best = min(best, (time.process_time() - start) / len(texts))
    return best * 1000


def all_candidates(shared: Path) -> list[Candidate]:
    """Every service of both corpora: some 1,800."""
    return [each for read in score.CORPORA.values() for each in read(shared)]


def match(text: str, *, index: CandidateIndex, reader: Reader) -> object:
    """One whole search without a database: understand, score every service, rank, give reasons."""
    query = understand(text, reader=reader, welsh=score.load_welsh(), encoder=load_encoder())
    return rank(query, index.candidates, index.parts(query), limit=SHOWN)


def main(argv: Sequence[str] | None = None) -> None:
    """Prints the figures, the floor first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args(argv)
    texts = [line.query for line in score.judged_needs(given.shared / "data/directory/needs_eval_dev.jsonl")]
    encoder = load_encoder()
    reader = reading.default_reader(given.keep)
    index = score.build_shelf(all_candidates(given.shared), reader, encoder)
    if encoder is not None:
        print(f"the sentence model alone (floor)   {cpu_ms(encoder.encode, texts):6.2f} ms CPU")
    whole = cpu_ms(lambda text: match(text, index=index, reader=reader), texts)
    print(f"one match over {len(index.candidates)} services       {whole:6.2f} ms CPU (aim {AIM_MS:.0f})")
    reading.urgent_help("warm")
    print(f"crisis layer                       {cpu_ms(reading.urgent_help, texts):6.2f} ms CPU")


if __name__ == "__main__":
    main()
