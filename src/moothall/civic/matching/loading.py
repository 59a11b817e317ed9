"""Reads the reviewed data of matching: the needs vocabulary, the Welsh terms, and their vectors."""

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML

from moothall.civic.matching.embedding import MODEL_NAME, Encoder, load_encoder
from moothall.civic.matching.rules.crisis import (
    Contact,
    CrisisLayer,
    CrisisPhrases,
    CrisisRule,
    Help,
    OwnWords,
)
from moothall.civic.matching.rules.kinds import KindModel
from moothall.civic.matching.rules.languages import Language, Languages
from moothall.civic.matching.rules.readings import VocabularyVectors, abouts, phrases, service_words
from moothall.civic.matching.rules.text import bare, words
from moothall.civic.matching.rules.urgency import Urgency
from moothall.civic.matching.rules.vectors import Matrix
from moothall.civic.matching.rules.vocabulary import Vocabulary, theme_from, vocabulary_of
from moothall.civic.matching.rules.welsh import WelshTerms

HERE = Path(__file__).parent
KINDS_FILE = HERE / "crisis_kinds.npz"


def read_yaml(path: Path) -> object:
    """A YAML 1.2 file as plain values."""
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


@cache
def load_vocabulary() -> Vocabulary:
    """The needs vocabulary that comes with Moothall; raises `VocabularyMistake` naming file and place."""
    files = sorted((HERE / "vocabulary").glob("*.yaml"))
    return vocabulary_of(theme_from(read_yaml(file), source=file.name) for file in files)


@cache
def load_welsh() -> WelshTerms:
    """The Welsh terms that come with Moothall."""
    page = read_yaml(HERE / "welsh.yaml")
    assert isinstance(page, dict)
    terms = {str(term).lower(): str(english) for term, english in page["terms"].items()}
    return WelshTerms(terms, frozenset(page["small_words"]))


@cache
def load_languages() -> Languages:
    """The languages that come with Moothall, to be recognised."""
    page = read_yaml(HERE / "languages.yaml")
    assert isinstance(page, dict)
    return Languages([_language(code, entry) for code, entry in page["languages"].items()])


def _language(code: str, entry: Mapping[str, Any]) -> Language:
    told = {name: entry[name] for name in ("name", "own_name", "sorry", "phone")}
    said = frozenset(str(entry["say"]).lower().split())
    return Language(
        code=code,
        say=said,
        letters=frozenset(entry.get("letters", "")),
        script=entry.get("script", "latin"),
        is_read=entry.get("is_read", False),
        **told,
    )


def vocabulary_vectors(
    vocabulary: Vocabulary, encoder: Encoder | None, *, kept_in: Path | None = None
) -> VocabularyVectors | None:
    """The vectors of every text of the vocabulary; None without a model.

    Reading some 5,000 texts takes about 20 s of CPU, so they are kept in the folder `kept_in` under a name
    that changes with the texts and the model.
    """
    if encoder is None:
        return None
    spoken, about, named = phrases(vocabulary), abouts(vocabulary), service_words(vocabulary)
    together = _kept([*spoken, *about, *named], encoder, kept_in)
    first, second = len(spoken), len(spoken) + len(about)
    return VocabularyVectors(
        phrases=together[:first], abouts=together[first:second], service_words=together[second:]
    )


def vocabulary_file(vocabulary: Vocabulary, folder: Path) -> Path:
    """Where in `folder` the vectors of this vocabulary are kept, whether or not they have been made yet."""
    texts = [*phrases(vocabulary), *abouts(vocabulary), *service_words(vocabulary)]
    return _file_of(texts, folder)


def _file_of(texts: Sequence[str], folder: Path) -> Path:
    digest = hashlib.sha256("\n".join([MODEL_NAME, *texts]).encode()).hexdigest()[:16]
    return folder / f"vocabulary-{digest}.npy"


def _kept(texts: Sequence[str], encoder: Encoder, folder: Path | None) -> Matrix:
    if folder is None:
        return encoder.encode_all(texts)
    file = _file_of(texts, folder)
    if not file.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        _write_whole(file, encoder.encode_all(texts))
    vectors: Matrix = np.load(file)
    return vectors


def _write_whole(file: Path, vectors: Matrix) -> None:
    """Writes beside and renames, so that another process never reads half a file."""
    beside = file.with_suffix(".part.npy")
    np.save(beside, vectors)
    beside.replace(file)


@cache
def load_crisis() -> CrisisLayer:
    """The crisis layer that comes with Moothall; raises `PhraseMistake` quoting a phrase it cannot read."""
    page = read_yaml(HERE / "crisis.yaml")
    assert isinstance(page, dict)
    foreign = _foreign_phrases()
    helps = {name: _help(name, entry) for name, entry in page["helps"].items()}
    crisis = CrisisPhrases(
        helps=helps,
        rules=[CrisisRule(**rule, foreign=foreign.get(rule["help"], ())) for rule in page["rules"]],
        lookalikes=page["lookalikes"],
        groups=page["groups"],
        spellings={str(written): str(meant) for written, meant in page["spellings"].items()},
        denials=page["denials"],
        not_denials=frozenset(page["not_denials"]),
        subjects=frozenset(page["subjects"]),
    )
    return CrisisLayer(crisis, known_words=_ordinary_words())


def _foreign_phrases() -> Mapping[str, Sequence[str]]:
    """The phrases in other languages by the help they call for, without accents."""
    page = read_yaml(HERE / "crisis_languages.yaml")
    assert isinstance(page, dict)
    return {help: [bare(str(phrase)) for phrase in phrases] for help, phrases in page["say"].items()}


@cache
def load_own_words() -> Mapping[str, OwnWords]:
    """What a panel of urgent help says in other languages, by their codes."""
    page = read_yaml(HERE / "crisis_panels.yaml")
    assert isinstance(page, dict)
    return {code: OwnWords(**entry) for code, entry in page["languages"].items()}


@cache
def load_urgency() -> Urgency:
    """Urgent help by phrases and, where the sentence model is installed, by the model of kinds."""
    encoder = load_encoder()
    model = load_kinds() if encoder is not None else None
    return Urgency(load_crisis(), model=model, encoder=encoder)


@cache
def load_kinds() -> KindModel:
    """The model of kinds of danger that comes with Moothall, written by ``tools/train_crisis.py``."""
    with np.load(KINDS_FILE, allow_pickle=False) as kept:
        return KindModel(
            kinds=tuple(str(kind) for kind in kept["kinds"]),
            by_marks=kept["by_marks"].astype(np.float32) * kept["steps"],
            by_meaning=kept["by_meaning"].astype(np.float32),
            middle_bias=kept["middle_bias"],
            by_middle=kept["by_middle"].astype(np.float32),
            bias=kept["bias"],
            shown_from=float(kept["shown_from"]),
            believed_from=float(kept["believed_from"]),
            learnt_from=str(kept["learnt_from"]),
            words=frozenset(str(kept["words"]).split()),
        )


def _help(name: str, entry: Mapping[str, Any]) -> Help:
    contacts = tuple(Contact(**contact) for contact in entry["contacts"])
    return Help(
        id=name,
        risk=entry["risk"],
        title=entry["title"],
        advice=entry["advice"],
        contacts=contacts,
        needs=tuple(entry["needs"]),
    )


def _ordinary_words() -> frozenset[str]:
    texts = [*phrases(load_vocabulary()), *service_words(load_vocabulary())]
    return frozenset(word.text.replace("'", "") for text in texts for word in words(text))
