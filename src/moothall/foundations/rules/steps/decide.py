"""Deciding by a rule: an answer that nobody types."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Discriminator, Tag
from pydantic import Field as Setting

from moothall.engines.dmn import RuleError
from moothall.foundations.rules import operations, shelf
from moothall.foundations.rules.rules.deciding import Given, NoResult, decided, next_input
from moothall.foundations.rules.rules.inputs import Unusable
from moothall.foundations.rules.rules.naming import is_money, result_words
from moothall.foundations.rules.shelf import RuleMissing, RuleVersion
from moothall.foundations.rules.steps import fitting
from moothall.foundations.rules.steps.made import Made, made, reasons_of
from moothall.kernel import act as acts
from moothall.kernel.act import Act
from moothall.kernel.telling import Row
from moothall.services.conditions import Scalar
from moothall.services.steps import Answer, Around, Asking, Broken, Fault, Heard, Settings, Step, step


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
class Decide(Step[DecideSettings]):
    """Has no page. What it decides is seen as ``<id>.value`` (and by the names of its parts), whether it is
    settled as ``<id>.settled``, and before that what is likely as ``<id>.likely``."""

    settings = DecideSettings

    def derive(self, asking: Asking[DecideSettings], heard: Heard) -> Answer:
        """What the version of the rules in force decides by the answers so far."""
        given = _given(asking.settings, heard)
        with _breaking():
            version = shelf.rule_set(asking.files, asking.settings.rules, _day(asking))
            answer = decided(version, asking.settings.decision, given)
        return made(asking.step, asking.settings, given, answer)

    def chooses(self, settings: DecideSettings) -> Sequence[str]:
        """The steps named under ``asks``."""
        return settings.asks

    def choose(self, asking: Asking[DecideSettings], heard: Heard, among: Sequence[str]) -> str | None:
        """The step whose answer settles most."""
        heads = {name: path.split(".")[0] for name, path in asking.settings.paths.items()}
        inputs = [name for name, head in heads.items() if head in among]
        with _breaking():
            version = shelf.rule_set(asking.files, asking.settings.rules, _day(asking))
            chosen = next_input(version, asking.settings.decision, _given(asking.settings, heard), inputs)
        return heads[chosen] if chosen is not None else None

    def foresees(self, asking: Asking[DecideSettings], answer: Answer) -> str:
        """The pack's words ``likely.<result>``, while the result is likely and not settled."""
        likely = Made.of(answer).likely
        key = f"{asking.step}.likely.{likely}"
        return asking.words(key) if likely is not None and asking.words.has(key) else ""

    def parts(
        self, settings: DecideSettings, files: Mapping[str, str], day: date
    ) -> Mapping[str, Sequence[str] | None]:
        """The value with all it may be, its named parts, ``settled`` and ``likely``."""
        return fitting.parts(settings.rules, settings.decision, files)

    def faults(self, settings: DecideSettings, around: Around) -> Iterable[Fault]:
        """Rules, decision, inputs and answers that are not there."""
        return fitting.faults(settings, around)

    def values(self, asking: Asking[DecideSettings], answer: Answer) -> Mapping[str, str]:
        """The result in words, and each of its named parts."""
        found, name = Made.of(answer), asking.step.replace("-", "_")
        parts = found.value if isinstance(found.value, dict) else {}
        shown = {
            f"{name}_{part}": result_words(asking.words, asking.step, one) for part, one in parts.items()
        }
        return {name: _in_words(asking, found), **shown} if found.settled else {}

    def summary(self, asking: Asking[DecideSettings], answer: Answer) -> Sequence[Row]:
        """What was decided and why, for the case, in the rule's words: what it is about and the result, the
        answers it went by, the reasons, the rule and its version."""
        found, why = Made.of(answer), reasons_of(asking, answer)
        if not found.settled or why is None:
            return ()
        rows = [Row(_called(asking), capfirst(_in_words(asking, found)))]
        rows += [Row(_("Why"), line) for line in why.because]
        return (*rows, *(Row(_("Rule"), " ".join(why.origin), personal=False) for _one in why.origin[:1]))

    def do(self, act: Act, asking: Asking[DecideSettings], answer: Answer) -> None:
        """Keep the decision with the matter."""
        found, why = Made.of(answer), reasons_of(asking, answer)
        assert asking.matter is not None
        content = {
            "answers": dict(found.given),
            "value": found.value,
            "reasons": list(why.because) if why else [],
        }
        operations.keep_decision(
            act, matter=asking.matter, step=asking.step, rules=asking.settings.rules,
            decision=asking.settings.decision, content=content,
        )  # fmt: skip

    def note_failure(self, act: Act, asking: Asking[DecideSettings], words: str) -> None:
        """Keep it for those who look after the service."""
        note_failure(asking, asking.settings.rules, asking.settings.decision, words)


def note_failure(asking: Asking[Any], rules: str, decision: str, words: str) -> None:
    """Note, as Moothall itself, that a rule of the journey's pack failed."""
    if asking.pack is not None:
        operations.note_failure(acts.system(), pack=asking.pack, rules=rules, decision=decision, words=words)


@contextmanager
def _breaking() -> Iterator[None]:
    """Whatever can go wrong with a rule, as :class:`Broken`."""
    try:
        yield
    except RuleError as error:
        raise Broken(shelf.problem_words(error)) from error
    except (RuleMissing, Unusable, NoResult) as error:
        raise Broken(str(error)) from error
    except (TypeError, ValueError, RecursionError) as error:
        raise Broken(
            "An answer does not fit the rule, or the rule computes what cannot be computed."
        ) from error


def _day(asking: Asking[Any]) -> date:
    return timezone.localtime(asking.at).date()


def _given(settings: DecideSettings, heard: Heard) -> Given:
    known: dict[str, Any] = {}
    missing: set[str] = set()
    waiting = False
    for name, source in settings.from_.items():
        if isinstance(source, Fixed):
            known[name] = source.value
            continue
        path = source if isinstance(source, str) else source.count
        value, is_open = heard.value(path), heard.is_open(path)
        waiting = waiting or is_open
        if is_open or (value is None and path.split(".")[0] in settings.asks):
            missing.add(name)
        else:
            known[name] = value if isinstance(source, str) else len(value or ())
    return Given(known, frozenset(missing), waiting, looks_ahead=bool(settings.asks))


def _called(asking: Asking[DecideSettings]) -> str:
    """What is decided, as its rule calls it: "What you pay"."""
    model, name = _version(asking).rules.model, asking.settings.decision
    return next((one.label for one in model.decisions if one.name == name and one.label), name)


def _version(asking: Asking[DecideSettings]) -> RuleVersion:
    return shelf.rule_set(asking.files, asking.settings.rules, _day(asking))


def _in_words(asking: Asking[DecideSettings], found: Made) -> str:
    version = _version(asking)
    money = is_money(version.rules.model, asking.settings.decision)
    return result_words(asking.words, asking.step, found.value, money=money)
