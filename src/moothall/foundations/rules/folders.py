"""The folder ``rules/`` of a pack: what its files may be, and everything that must be right before it is
published."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from moothall.engines.dmn import (
    Example,
    RuleError,
    read_xlsx,
    review,
    run_examples,
    write_yaml,
)
from moothall.engines.dmn import Problem as RuleProblem
from moothall.engines.dmn.problems import UNPLACED
from moothall.foundations.rules import rule_cache
from moothall.foundations.rules.rules.figures import blanks
from moothall.services.folders import Coming, Folder, Unreadable, folder
from moothall.services.problems import Problem, of_file

WORKBOOK = ".xlsx"


@folder("rules")
class RulesFolder(Folder):
    """Rules in YAML, CSV or DMN XML; a workbook is turned into YAML when it is read."""

    endings = (".yaml", ".csv", ".dmn", WORKBOOK)

    def kept(self, path: str, octets: bytes) -> tuple[str, str]:
        """The path and text to publish; of a workbook, what its table says in YAML."""
        if not path.endswith(WORKBOOK):
            return super().kept(path, octets)
        try:
            text = write_yaml(read_xlsx(octets, source=path))
        except RuleError as error:
            raise Unreadable(*(placed(path, problem) for problem in error.problems)) from error
        return path.removesuffix(WORKBOOK) + ".yaml", text

    def figures(self, files: Mapping[str, str], *, day: date) -> Mapping[str, str]:
        """What each decision that asks nothing says on ``day``: ``{fee_full_fee}`` for “Full fee” of the
        rules ``fee``."""
        found: dict[str, str] = {}
        for name in rule_cache.names(files):
            found |= _figures(files, name, day)
        return found

    def coming(self, files: Mapping[str, str], *, day: date) -> Iterator[Coming]:
        """What the next version of each of the rules says instead, from its first day on."""
        for name in rule_cache.names(files):
            yield from _coming(files, name, day)

    def problems(self, files: Mapping[str, str], *, day: date) -> Iterator[Problem]:
        """Every mistake in the rules, gap in their tables, contradiction, and test that fails."""
        for path, text in files.items():
            yield from problems_in(path, text)
        for name in rule_cache.names(files):
            yield from _twice(files, name)


def _figures(files: Mapping[str, str], name: str, day: date) -> Mapping[str, str]:
    """Those of the version of the rules ``name`` that is in force; none where none can be read."""
    try:
        return blanks(name, rule_cache.rule_set(files, name, day).figures)
    except (RuleError, rule_cache.RuleMissing):
        return {}


def _coming(files: Mapping[str, str], name: str, day: date) -> Iterator[Coming]:
    try:
        versions, now = rule_cache.versions(files, name), rule_cache.rule_set(files, name, day)
    except (RuleError, rule_cache.RuleMissing):
        return
    later = [one for one in versions if one.about.valid_from > day.isoformat()]
    if not later:
        return
    following, before = later[-1], blanks(name, now.figures)  # they come newest first
    labels = blanks(name, {one.name: one.label or one.name for one in following.rules.model.decisions})
    since = date.fromisoformat(following.about.valid_from)
    for blank, after in blanks(name, following.figures).items():
        if blank in before and before[blank] != after:
            yield Coming(blank, labels[blank], before[blank], after, since)


def problems_in(path: str, text: str) -> Iterator[Problem]:
    """Everything that stands in the way of publishing the rules in one file."""
    try:
        found = rule_cache.compiled(path, text)
    except RuleError as error:
        yield from (placed(path, problem) for problem in error.problems)
        return
    yield from (placed(path, problem) for problem in review(found.rules).problems)
    for test in found.file.tests:
        yield from (placed(path, problem) for problem in _failure(found, test))


def _failure(version: rule_cache.RuleVersion, test: Example) -> Iterator[RuleProblem]:
    """What a test beside the rules says that the rules do not do."""
    try:
        yield from (RuleProblem(miss.words, test.place) for miss in run_examples(version.rules, (test,)))
    except RuleError as error:
        yield from (replace(problem, place=test.place) for problem in error.problems)
    except (TypeError, ValueError) as error:
        yield RuleProblem(f"The test “{test.name}” cannot be run: {error}.", test.place)


def placed(path: str, problem: RuleProblem) -> Problem:
    """A problem of the engine, with its place in the file at ``path``."""
    line, column = max(1, problem.place.line), max(1, problem.place.column)
    return of_file(path, str(replace(problem, place=UNPLACED)), line=line, column=column)


def _twice(files: Mapping[str, str], name: str) -> Iterator[Problem]:
    """Versions of the same rules that come into force on the same day: nobody could tell which decides."""
    seen: dict[str, str] = {}
    try:
        found = rule_cache.versions(files, name)
    except RuleError:
        return
    for version in reversed(found):
        other = seen.setdefault(version.about.valid_from, version.path)
        if other != version.path:
            words = f"{other} comes into force on the same day; give each its own valid_from"
            yield of_file(version.path, words)
