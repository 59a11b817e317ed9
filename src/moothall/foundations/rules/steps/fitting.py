"""Whether a step that decides fits its rules and the pack pack it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from moothall.engines.dmn import RuleError
from moothall.engines.dmn.model.boxed import DecisionTable
from moothall.engines.dmn.model.elements import Decision
from moothall.engines.dmn.running.hit_policies import SINGLE
from moothall.engines.dmn.tables.constants import literal_texts
from moothall.foundations.rules import rule_cache
from moothall.foundations.rules.rule_cache import RuleMissing, RuleVersion
from moothall.services.mistakes import did_you_mean
from moothall.services.problems import Problem
from moothall.services.steps import PackContext

TRUTHS = ("yes", "no")


class Deciding(Protocol):
    """The settings of a step that decides."""

    @property
    def rules(self) -> str: ...
    @property
    def decision(self) -> str: ...
    @property
    def from_(self) -> Mapping[str, object]: ...
    @property
    def paths(self) -> dict[str, str]: ...
    @property
    def asks(self) -> tuple[str, ...]: ...


def problems(settings: Deciding, pack: PackContext) -> Iterator[Problem]:
    """Everything in the settings that is not in the rules, or not before the step."""
    if pack.is_in_group:
        yield Problem((), "a rule decides about the whole request; put this step outside the group")
    yield from _rules(settings, pack)
    yield from _asked(settings, pack)
    for name, path in settings.paths.items():
        if not _is_known(path, pack):
            hint = did_you_mean(path, pack.earlier)
            yield Problem(("from", name), f"no earlier step is called “{path}”{hint}")


def parts(rules: str, decision: str, files: Mapping[str, str]) -> dict[str, Sequence[str] | None]:
    """What conditions may name of the answer, with all values where they are few and known."""
    try:
        found = [_parts(version, decision) for version in rule_cache.versions(files, rules)]
    except (RuleMissing, RuleError):
        return {}
    joined: dict[str, Sequence[str] | None] = {}
    for one in found:
        for name, values in one.items():
            before = joined.get(name, ())
            joined[name] = None if values is None or before is None else (*before, *values)
    return joined


def _rules(settings: Deciding, pack: PackContext) -> Iterator[Problem]:
    try:
        versions = rule_cache.versions(pack.files, settings.rules)
        rule_cache.rule_set(pack.files, settings.rules, pack.day)
    except RuleMissing as missing:
        hint = did_you_mean(settings.rules, rule_cache.names(pack.files))
        words = str(missing).rstrip(".")
        known = settings.rules in rule_cache.names(pack.files)
        yield Problem(("rules",), words[0].lower() + words[1:] + ("" if known else hint))
        return
    except RuleError:
        return
    for version in versions:
        yield from _names(settings, version)


def _names(settings: Deciding, version: RuleVersion) -> Iterator[Problem]:
    """The decision and inputs that one version of the rules does not have, or has and is not given."""
    decisions, inputs = version.rules.decision_names(), version.rules.inputs
    if settings.decision not in decisions:
        hint = did_you_mean(settings.decision, decisions)
        yield Problem(("decision",), f"{version.path} decides nothing called “{settings.decision}”{hint}")
        return
    for name in settings.from_:
        if name not in inputs:
            hint = did_you_mean(name, inputs)
            yield Problem(("from", name), f"{version.path} has no input “{name}”{hint}")
    graph = version.rules.graph
    for name in graph.inputs_of(graph.key_named(settings.decision)).values():
        if name not in settings.from_:
            yield Problem(("from",), f"say where the input “{name}” of {version.path} comes from")


def _asked(settings: Deciding, pack: PackContext) -> Iterator[Problem]:
    """Steps under ``asks`` that are not there, not directly before, or of no use to the rule."""
    before = [key for key, kind in pack.earlier.items() if "." not in key]
    used = {path.split(".")[0] for path in settings.paths.values()}
    for at, name in enumerate(settings.asks):
        if name not in before or not pack.earlier[name]:
            hint = did_you_mean(name, before)
            yield Problem(("asks", at), f"there is no step “{name}” before this one{hint}")
        elif name not in before[-len(settings.asks) :]:
            yield Problem(("asks", at), f"move “{name}” to stand directly before this step")
        elif name not in used:
            yield Problem(("asks", at), f"“{name}” is asked and no input comes from it")


def _is_known(path: str, pack: PackContext) -> bool:
    return path in pack.earlier or path.split(".")[0] in pack.earlier


def _parts(version: RuleVersion, name: str) -> dict[str, Sequence[str] | None]:
    found = next((one for one in version.rules.model.decisions if one.name == name), None)
    common: dict[str, Sequence[str] | None] = {"settled": ("True", "False")}
    if found is None:
        return common
    named = _outputs(found)
    value = None if len(named) != 1 else next(iter(named.values()))
    inner = named if len(named) > 1 else {}
    return {**inner, **common, "value": value, "likely": value}


def _outputs(decision: Decision) -> dict[str, Sequence[str] | None]:
    """The results of a decision by name, each with its values if the rule lists them."""
    table = decision.expression
    type_ref = decision.variable.type_ref if decision.variable else ""
    if not isinstance(table, DecisionTable):
        return {decision.name: TRUTHS if type_ref == "boolean" else None}
    if table.hit_policy not in SINGLE:
        return {decision.name: None}
    return {
        clause.name: TRUTHS
        if clause.type_ref == "boolean"
        else _values(clause.values.text if clause.values else "")
        for clause in table.outputs
    }


def _values(text: str) -> Sequence[str] | None:
    return literal_texts(text) or None if text else None
