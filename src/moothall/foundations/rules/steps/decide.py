"""Deciding by a rule: an answer that nobody types."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Discriminator, Tag
from pydantic import Field as Setting

from moothall.engines.dmn import RuleError
from moothall.foundations.rules import operations, rule_cache
from moothall.foundations.rules.rule_cache import RuleMissing, RuleVersion
from moothall.foundations.rules.rules.deciding import Given, NoResult, decided, next_input
from moothall.foundations.rules.rules.inputs import Unusable
from moothall.foundations.rules.rules.naming import is_money, result_words
from moothall.foundations.rules.steps import fitting
from moothall.foundations.rules.steps.made import Made, made, reasons_of
from moothall.kernel import act as acts
from moothall.kernel.act import Act
from moothall.kernel.describing import Row
from moothall.kernel.refusal import Refused
from moothall.services.conditions import Scalar
from moothall.services.problems import Problem
from moothall.services.steps import (
    Answer,
    AnswersReader,
    Derives,
    Effects,
    PackContext,
    Settings,
    StepContext,
    StepFailed,
    step,
)


class Counted(BaseModel):
    """How many items a group has."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    count: str


class Fixed(BaseModel):
    """Always the same."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: Scalar | tuple[Scalar, ...]


def _kind(source: Any) -> str | None:
    if isinstance(source, str):
        return "path"
    names = {"count", "value"}.intersection(source if isinstance(source, dict) else vars(source))
    return names.pop() if len(names) == 1 else None


Source = Annotated[
    Annotated[str, Tag("path")] | Annotated[Counted, Tag("count")] | Annotated[Fixed, Tag("value")],
    Discriminator(
        _kind,
        custom_error_type="source",
        custom_error_message="expected the name of an answer, {{count: items}} or {{value: 3}}",
    ),
]


class DecideSettings(Settings):
    """``rules`` names the files, ``decision`` what they decide, ``from`` where each input comes from.

    Of the steps that ``asks`` names, only those are asked whose answers matter, the most telling first.
    """

    rules: str
    decision: str
    from_: Mapping[str, Source] = Setting({}, alias="from")
    asks: tuple[str, ...] = ()

    @property
    def paths(self) -> dict[str, str]:
        """The inputs that come from answers, and the path of each."""
        return {
            name: source if isinstance(source, str) else source.count
            for name, source in self.from_.items()
            if not isinstance(source, Fixed)
        }


@step("rules.decide")
class Decide(Derives[DecideSettings], Effects[DecideSettings]):
    """Has no page. What it decides is seen as ``<id>.value`` (and by the names of its parts), whether it is
    settled as ``<id>.settled``, and before that what is likely as ``<id>.likely``."""

    settings = DecideSettings

    def derive(self, context: StepContext[DecideSettings], answers: AnswersReader) -> Answer:
        """What the version of the rules in force decides by the answers so far."""
        given = _given(context.settings, answers)
        with _breaking():
            version = rule_cache.rule_set(context.files, context.settings.rules, _day(context))
            answer = decided(version, context.settings.decision, given)
        return made(context.step, context.settings, given, answer)

    def selects_from(self, settings: DecideSettings) -> Sequence[str]:
        """The steps named under ``asks``."""
        return settings.asks

    def select(
        self, context: StepContext[DecideSettings], answers: AnswersReader, among: Sequence[str]
    ) -> str | None:
        """The step whose answer settles most."""
        heads = {name: path.split(".")[0] for name, path in context.settings.paths.items()}
        inputs = [name for name, head in heads.items() if head in among]
        with _breaking():
            version = rule_cache.rule_set(context.files, context.settings.rules, _day(context))
            chosen = next_input(version, context.settings.decision, _given(context.settings, answers), inputs)
        return heads[chosen] if chosen is not None else None

    def preview(self, context: StepContext[DecideSettings], answer: Answer) -> str:
        """The pack's words ``likely.<result>``, while the result is likely and not settled."""
        likely = Made.of(answer).likely
        key = f"{context.step}.likely.{likely}"
        return context.words(key) if likely is not None and context.words.has(key) else ""

    def answer_parts(
        self, settings: DecideSettings, files: Mapping[str, str], day: date
    ) -> Mapping[str, Sequence[str] | None]:
        """The value with all it may be, its named parts, ``settled`` and ``likely``."""
        return fitting.parts(settings.rules, settings.decision, files)

    def problems(self, settings: DecideSettings, pack: PackContext) -> Iterable[Problem]:
        """Rules, decision, inputs and answers that are not there."""
        return fitting.problems(settings, pack)

    def values(self, context: StepContext[DecideSettings], answer: Answer) -> Mapping[str, str]:
        """The result in words, and each of its named parts."""
        found, name = Made.of(answer), context.step.replace("-", "_")
        parts = found.value if isinstance(found.value, dict) else {}
        shown = {
            f"{name}_{part}": result_words(context.words, context.step, one) for part, one in parts.items()
        }
        return {name: _in_words(context, found), **shown} if found.settled else {}

    def summary(self, context: StepContext[DecideSettings], answer: Answer) -> Sequence[Row]:
        """What was decided and why, for the case, in the rule's words: what it is about and the result, the
        answers it went by, the reasons, the rule and its version."""
        found, why = Made.of(answer), reasons_of(context, answer)
        if not found.settled or why is None:
            return ()
        rows = [Row(_called(context), capfirst(_in_words(context, found)))]
        rows += [Row(_("Why"), line) for line in why.because]
        return (*rows, *(Row(_("Rule"), " ".join(why.origin), personal=False) for _one in why.origin[:1]))

    def carry_out(self, act: Act, context: StepContext[DecideSettings], answer: Answer) -> None:
        """Keep the decision with the matter."""
        if context.matter is None:
            raise Refused("A decision is kept when a journey is sent.")
        found, why = Made.of(answer), reasons_of(context, answer)
        content = {
            "answers": dict(found.given),
            "value": found.value,
            "reasons": list(why.because) if why else [],
        }
        operations.keep_decision(
            act, matter=context.matter, step=context.step, rules=context.settings.rules,
            decision=context.settings.decision, content=content,
        )  # fmt: skip

    def record_failure(self, act: Act, context: StepContext[DecideSettings], words: str) -> None:
        """Keep it for those who look after the service."""
        note_failure(context, context.settings.rules, context.settings.decision, words)


def note_failure(context: StepContext[Settings], rules: str, decision: str, words: str) -> None:
    """Note, as Moothall itself, that a rule of the journey's pack failed."""
    if context.pack is not None:
        operations.note_failure(acts.system(), pack=context.pack, rules=rules, decision=decision, words=words)


@contextmanager
def _breaking() -> Iterator[None]:
    """Whatever can go wrong with a rule, as :class:`StepFailed`."""
    try:
        yield
    except RuleError as error:
        raise StepFailed(rule_cache.problem_words(error)) from error
    except (RuleMissing, Unusable, NoResult) as error:
        raise StepFailed(str(error)) from error
    except (TypeError, ValueError, RecursionError) as error:
        raise StepFailed(
            "An answer does not fit the rule, or the rule computes what cannot be computed."
        ) from error


def _day(context: StepContext[Settings]) -> date:
    return timezone.localtime(context.at).date()


def _given(settings: DecideSettings, answers: AnswersReader) -> Given:
    known: dict[str, Any] = {}
    missing: set[str] = set()
    waiting = False
    for name, source in settings.from_.items():
        if isinstance(source, Fixed):
            known[name] = source.value
            continue
        path = source if isinstance(source, str) else source.count
        value, is_open = answers.value(path), answers.is_open(path)
        waiting = waiting or is_open
        if is_open or (value is None and path.split(".")[0] in settings.asks):
            missing.add(name)
        else:
            known[name] = value if isinstance(source, str) else len(value) if isinstance(value, Sized) else 0
    return Given(known, frozenset(missing), waiting, looks_ahead=bool(settings.asks))


def _called(context: StepContext[DecideSettings]) -> str:
    """What is decided, as its rule calls it: "What you pay"."""
    model, name = _version(context).rules.model, context.settings.decision
    return next((one.label for one in model.decisions if one.name == name and one.label), name)


def _version(context: StepContext[DecideSettings]) -> RuleVersion:
    return rule_cache.rule_set(context.files, context.settings.rules, _day(context))


def _in_words(context: StepContext[DecideSettings], found: Made) -> str:
    version = _version(context)
    money = is_money(version.rules.model, context.settings.decision)
    return result_words(context.words, context.step, found.value, money=money)
