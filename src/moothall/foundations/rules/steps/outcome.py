"""Telling somebody what a rule decided, and why."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from moothall.design.forms import Form
from moothall.foundations.rules.rules.naming import is_money, result_words
from moothall.foundations.rules.rules.reasons import change_words
from moothall.foundations.rules.steps.decide import DecideSettings
from moothall.foundations.rules.steps.fee import not_deciding
from moothall.foundations.rules.steps.made import Made, reasons_of, version_of
from moothall.kernel.act import Act
from moothall.services.mistakes import did_you_mean
from moothall.services.problems import Problem
from moothall.services.steps import Answer, Asks, PackContext, Settings, StepContext, Typed, step

SEEN = "seen"


class OutcomeSettings(Settings):
    """``of`` is the step that decides; ``ends`` makes the page the end for those who are led to it.

    ``suggests`` names the answers of which it may say what they would change, by step, most telling first:
    only what somebody can rightly come to, such as a benefit to claim. Nothing else is ever suggested: not
    that an illness were worse, a past undone, or an income lower than it is.
    """

    of: str
    ends: bool = False
    suggests: Mapping[str, tuple[str, ...]] = {}


@step("rules.outcome")
class Outcome(Asks[OutcomeSettings]):
    """A page with the result, the reasons, what would change it, and the rule it follows."""

    settings = OutcomeSettings
    template = "rules/outcome.html"

    def needed_words(self, settings: OutcomeSettings) -> Sequence[str]:
        """Title and text."""
        return ("title", "text")

    def ends_journey(self, settings: OutcomeSettings) -> bool:
        """If the pack says so."""
        return settings.ends

    def depends_on(self, settings: OutcomeSettings) -> Sequence[str]:
        """The step that decides: another decision is shown again."""
        return (settings.of,)

    def problems(self, settings: OutcomeSettings, pack: PackContext) -> Iterable[Problem]:
        """A step that does not decide, and steps that it does not decide by."""
        yield from not_deciding(settings.of, pack)
        decides = pack.settings.get(settings.of)
        paths = decides.paths.values() if isinstance(decides, DecideSettings) else ()
        used = list(dict.fromkeys(path.split(".")[0] for path in paths))
        for name in settings.suggests:
            if used and name not in used:
                hint = did_you_mean(name, used)
                yield Problem(("suggests", name), f"“{settings.of}” does not decide by a step “{name}”{hint}")

    def form(
        self,
        act: Act,
        context: StepContext[OutcomeSettings],
        typed: Typed | None = None,
        files: Typed | None = None,
    ) -> Form | None:
        """Nothing to fill in; at the end, nothing to go on with."""
        return None if context.settings.ends else Form({} if typed is not None else None)

    def accept(self, act: Act, context: StepContext[OutcomeSettings], cleaned: Mapping[str, Any]) -> Answer:
        """That it was seen."""
        return SEEN

    def page_context(self, act: Act, context: StepContext[OutcomeSettings]) -> Mapping[str, object]:
        """The result in words, the reasons, what would change it, and where the rule comes from."""
        decided = context.answers.get(context.settings.of)
        why = reasons_of(context, decided, suggests=context.settings.suggests)
        values = _values(context, decided)
        return {
            "title": context.words(f"{context.step}.title", **values),
            "text": context.words(f"{context.step}.text", **values),
            "because": why.because if why else (),
            "changes": [
                change_words(change, why.labels, _in_words(context, decided, change.result))
                for change in why.changes
            ]
            if why
            else (),
            "origin": why.origin if why else (),
            "is_end": context.settings.ends,
        }


def _values(context: StepContext[OutcomeSettings], decided: Answer) -> Mapping[str, str]:
    """The result by the names of the blanks that the page's words may leave for it."""
    found = Made.of(decided)
    parts = found.value if isinstance(found.value, dict) else {}
    name = found.step.replace("-", "_")
    shown = {f"{name}_{part}": _in_words(context, decided, one) for part, one in parts.items()}
    return {name: _in_words(context, decided, found.value), **shown}


def _in_words(context: StepContext[OutcomeSettings], decided: Answer, value: Any) -> str:
    found = Made.of(decided)
    version = version_of(context, found)
    money = version is not None and is_money(version.rules.model, found.decision)
    return result_words(context.words, found.step, value, money=money)
