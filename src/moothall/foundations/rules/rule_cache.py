"""Rules of packs, compiled once per process: their text never changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import blake2b, sha256
from typing import Any

from moothall.engines.dmn import (
    About,
    Outlook,
    RuleError,
    RuleSet,
    RulesFile,
    compile_rules,
    outlook,
    read_csv,
    read_dmn,
    read_yaml,
)
from moothall.foundations.rules.rules.figures import figures_of
from moothall.kernel import clock

MAX_ENTRIES = 500
"""How many texts a process remembers."""
FOLDER = "rules/"
MOST_AHEAD = 5_000
_SALT = clock.token().encode()
_AHEAD: dict[bytes, Outlook] = {}


class RuleMissing(LookupError):
    """A pack has no rules of this name, or none that are in force on the day."""


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """One version of a set of rules: its text read (``file``) and compiled (``rules``), with the ``figures``
    that texts may quote."""

    name: str
    path: str
    digest: str
    file: RulesFile
    rules: RuleSet
    figures: Mapping[str, str]

    @property
    def about(self) -> About:
        """The citation, the version and the days on which it is in force."""
        return self.file.model.about


def names(files: Mapping[str, str]) -> tuple[str, ...]:
    """The names of a pack's sets of rules."""
    return tuple(dict.fromkeys(map(name_of, sorted(path for path in files if path.startswith(FOLDER)))))


def name_of(path: str) -> str:
    """The name of the rules in a file: ``fee`` for ``rules/fee.2026.yaml``."""
    return path.removeprefix(FOLDER).partition(".")[0]


def versions(files: Mapping[str, str], name: str) -> tuple[RuleVersion, ...]:
    """Every version of the rules ``name``, the one that came into force last first.

    Raises :class:`RuleMissing`, and ``RuleError`` for a text that cannot be compiled.
    """
    paths = [path for path in sorted(files) if path.startswith(FOLDER) and name_of(path) == name]
    if not paths:
        raise RuleMissing(f"There are no rules called “{name}”.")
    found = [compiled(path, files[path]) for path in paths]
    return tuple(sorted(found, key=lambda one: (one.about.valid_from, one.about.version), reverse=True))


def rule_set(files: Mapping[str, str], name: str, day: date) -> RuleVersion:
    """The version of the rules ``name`` that is in force on ``day``: of several, the one that began last.

    ``files`` are a pack's, by path. Raises :class:`RuleMissing` and ``RuleError``.
    """
    for version in versions(files, name):
        if version.about.applies_on(day.isoformat()):
            return version
    raise RuleMissing(f"No version of the rules “{name}” is in force on {day.isoformat()}.")


@lru_cache(maxsize=MAX_ENTRIES)
def compiled(path: str, text: str) -> RuleVersion:
    """The rules in ``text``, read as the ending of ``path`` says. Raises ``RuleError``."""
    file = read_text(path, text)
    digest = sha256(text.encode()).hexdigest()
    rules = compile_rules(file.model)
    return RuleVersion(name_of(path), path, digest, file, rules, figures_of(rules))


def ahead(version: RuleVersion, decision: str, inputs: Mapping[str, Any]) -> Outlook:
    """What can be said and asked next with only ``inputs`` known, remembered for the next page of a journey.

    Remembered under a keyed digest, so that no answer stays in memory. Raises as ``outlook`` does.
    """
    said = repr((version.digest, decision, sorted(inputs.items()))).encode()
    key = blake2b(said, key=_SALT, digest_size=16).digest()
    found = _AHEAD.get(key)
    if found is None:
        if len(_AHEAD) >= MOST_AHEAD:
            _AHEAD.clear()
        found = _AHEAD[key] = outlook(version.rules, decision, inputs)
    return found


def read_text(path: str, text: str) -> RulesFile:
    """The rules in ``text``, in the notation that the ending of ``path`` names. Raises ``RuleError``."""
    readers: dict[str, Callable[[], RulesFile]] = {
        "csv": lambda: RulesFile(read_csv(text, source=path), ()),
        "dmn": lambda: RulesFile(read_dmn(text, source=path), ()),
    }
    return readers.get(path.rpartition(".")[2], lambda: read_yaml(text, source=path))()


def problem_words(error: RuleError) -> str:
    """What is wrong with rules, in one line, without places."""
    return " ".join(problem.message for problem in error.problems)
