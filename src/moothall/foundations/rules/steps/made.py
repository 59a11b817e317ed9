"""A decision as the answer that a step derived: everything needed to tell why, without context again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol

from django.utils import timezone

from moothall.engines.dmn import RuleError
from moothall.foundations.rules import rule_cache
from moothall.foundations.rules.rule_cache import RuleMissing, RuleVersion
from moothall.foundations.rules.rules.deciding import Given
from moothall.foundations.rules.rules.inputs import plain
from moothall.foundations.rules.rules.naming import Labels
from moothall.foundations.rules.rules.reasons import Reasons, reasons
from moothall.services.steps import Answer, Settings, StepContext, mapping

HOW = "how"
"""The part of a derived answer that says how it came about."""


class _Settings(Protocol):
    @property
    def rules(self) -> str: ...
    @property
    def decision(self) -> str: ...
    @property
    def paths(self) -> dict[str, str]: ...


@dataclass(frozen=True, slots=True)
class Made:
    """A decision: its value, whether it is settled, what is likely, and the rule and answers it went by."""

    step: str = ""
    rules: str = ""
    decision: str = ""
    value: Any = None
    settled: bool = False
    likely: Any = None
    given: Mapping[str, Any] = field(default_factory=dict)
    paths: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, answer: Answer) -> "Made":
        """From the derived answer of a step that decides; nothing settled if there is none."""
        made: dict[str, Any] = dict(mapping(answer))
        if not made:
            return cls()
        return cls(value=made["value"], settled=made["settled"], likely=made["likely"], **made[HOW])


def made(step: str, settings: _Settings, given: Given, answer: dict[str, Any]) -> dict[str, Any]:
    """The derived answer of ``step``, with how it came about."""
    how = {
        "step": step,
        "rules": settings.rules,
        "decision": settings.decision,
        "given": plain(given.known),
        "paths": settings.paths,
    }
    return {**answer, HOW: how}


def version_of(context: StepContext[Settings], found: Made) -> RuleVersion | None:
    """The version of the rules that made a decision, if it can still be had."""
    try:
        return rule_cache.rule_set(context.files, found.rules, timezone.localtime(context.at).date())
    except (RuleMissing, RuleError):
        return None


def reasons_of(
    context: StepContext[Settings],
    answer: Answer,
    *,
    suggests: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Reasons | None:
    """Why a decision came out as it did; ``None`` when nothing can be said. ``suggests`` are the answers of
    which to say what they would change, by step, most telling first."""
    found = Made.of(answer)
    version = version_of(context, found) if found.settled else None
    if version is None:
        return None
    labels = Labels(context.words, found.step, version.rules, found.paths)
    steps = {name: path.split(".")[0] for name, path in found.paths.items()}
    inputs = {name: suggests[one] for one in suggests for name in steps if steps[name] == one}
    return reasons(version, found.decision, found.given, labels=labels, value=found.value, suggests=inputs)
