"""Charging what a rule says."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from moothall.design import words as said
from moothall.engines.dmn.model.boxed import DecisionTable
from moothall.engines.dmn.tables.constants import literal_texts
from moothall.foundations.rules.rule_cache import versions
from moothall.foundations.rules.rules.naming import pence
from moothall.foundations.rules.rules.reasons import joined
from moothall.foundations.rules.steps.decide import DecideSettings, note_failure
from moothall.foundations.rules.steps.made import Made, reasons_of
from moothall.kernel.act import Act
from moothall.services.mistakes import did_you_mean
from moothall.services.problems import Problem
from moothall.services.steps import (
    Answer,
    AnswersReader,
    ChargeLine,
    Charges,
    Derives,
    PackContext,
    Settings,
    StepContext,
    StepFailed,
    mapping,
    step,
)

DECIDES = "rules.decide"
MOST_PENCE = 100_000_00


class FeeSettings(Settings):
    """``of`` is the step that decides the fee; ``suggests`` the answers of which it may say what they would
    change, by step, as on the page of an outcome."""

    of: str
    suggests: Mapping[str, tuple[str, ...]] = {}


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One line to pay: ``count`` times ``amount_pence``."""

    code: str
    amount_pence: int
    count: int


@step("rules.fee")
class Fee(Derives[FeeSettings], Charges[FeeSettings]):
    """Has no page. Charges what the decision of an earlier step says: an amount in pounds, or a list of
    ``code``, ``amount`` and perhaps ``count``. Words: ``line``, or ``line.<code>`` for each."""

    settings = FeeSettings

    def derive(self, context: StepContext[FeeSettings], answers: AnswersReader) -> Answer:
        """The lines to pay, once the decision is settled."""
        found = Made.of(context.answers.get(context.settings.of))
        if not found.settled:
            return None
        return [asdict(line) for line in _lines(found)]

    def charges(self, context: StepContext[FeeSettings], answer: Answer) -> Sequence[ChargeLine]:
        """A line for each that is not free."""
        lines = _kept(answer)
        return [
            ChargeLine(
                context.words(
                    _key(context.step, line.code), count=line.count, each=said.money(line.amount_pence)
                ),
                line.amount_pence * line.count,
                line.code or context.step,
            )
            for line in lines
            if line.amount_pence * line.count
        ]

    def charge_reasons(self, context: StepContext[FeeSettings], answer: Answer) -> Sequence[str]:
        """What is paid and why, which answers it suggests, and the rule it follows."""
        decided = context.answers.get(context.settings.of)
        found = reasons_of(context, decided, suggests=context.settings.suggests)
        if found is None or answer is None:
            return ()
        changes = (
            _change(_total(change.result), found.labels.clause(change.input, change.example, change.words))
            for change in found.changes
        )
        lines = (*joined(_paid(_answered(answer)), found.because), *changes, " ".join(found.origin))
        return [line for line in lines if line]

    def values(self, context: StepContext[FeeSettings], answer: Answer) -> Mapping[str, str]:
        """What it comes to, as an amount."""
        name = context.step.replace("-", "_")
        return {name: said.price(_answered(answer))} if answer is not None else {}

    def problems(self, settings: FeeSettings, pack: PackContext) -> Iterable[Problem]:
        """A step that does not decide, and words that are missing."""
        yield from not_deciding(settings.of, pack)
        decides = pack.settings.get(settings.of)
        if isinstance(decides, DecideSettings):
            for key in dict.fromkeys(_keys(decides, pack)):
                if not pack.words(key):
                    yield Problem((), f"the words “{key}” are missing")

    def record_failure(self, act: Act, context: StepContext[FeeSettings], words: str) -> None:
        """Keep it for those who look after the service."""
        found = Made.of(context.answers.get(context.settings.of))
        note_failure(context, found.rules, found.decision, words)


def not_deciding(of: str, pack: PackContext) -> Iterator[Problem]:
    """That ``of`` names no earlier step that decides."""
    deciding = [key for key, kind in pack.earlier.items() if kind == DECIDES]
    if of not in deciding:
        yield Problem(
            ("of",), f"no earlier step of the type {DECIDES} is called “{of}”{did_you_mean(of, deciding)}"
        )


def _lines(found: Made) -> Iterator[PriceLine]:
    for part in found.value if isinstance(found.value, list) else [found.value]:
        try:
            line = _line(part)
        except (ValueError, TypeError, KeyError):
            raise StepFailed(f"“{found.decision}” gives no amount to pay.") from None
        if line.amount_pence < 0 or line.count < 0 or line.amount_pence * line.count > MOST_PENCE:
            raise StepFailed(f"“{found.decision}” gives an amount that nobody can pay.")
        yield line


def _line(part: Any) -> PriceLine:
    if not isinstance(part, Mapping):
        return PriceLine("", pence(part), 1)
    return PriceLine(str(part.get("code") or ""), pence(part["amount"]), int(part.get("count") or 1))


def _total(result: Any) -> int | None:
    try:
        return _sum(_lines(Made(value=_list_or_one(result))))
    except StepFailed:
        return None


def _list_or_one(result: Any) -> Any:
    return list(result) if isinstance(result, list | tuple) else result


def _answered(answer: Answer) -> int:
    return _sum(_kept(answer))


def _kept(answer: Answer) -> list[PriceLine]:
    """The lines of an answer that :class:`Fee` derived."""
    kept: list[dict[str, Any]] = [dict(mapping(one)) for one in answer] if isinstance(answer, list) else []
    return [PriceLine(**line) for line in kept]


def _sum(lines: Iterable[PriceLine]) -> int:
    return sum(line.amount_pence * line.count for line in lines)


def _paid(total_pence: int) -> str:
    return (
        _("You pay %(amount)s") % {"amount": said.money(total_pence)} if total_pence else _("You pay nothing")
    )


def _change(total_pence: int | None, clause: str) -> str:
    if total_pence is None:
        return ""
    about = {"clause": clause, "amount": said.money(total_pence)}
    if total_pence == 0:
        return _("You would not pay if %(clause)s.") % about
    return _("You would pay %(amount)s if %(clause)s.") % about


def _key(step: str, code: str) -> str:
    return f"{step}.line.{code}" if code else f"{step}.line"


def _keys(decides: DecideSettings, pack: PackContext) -> Iterator[str]:
    """The words that the lines of a fee need: for each code that a table gives, else for the only line."""
    for version in versions(pack.files, decides.rules):
        found = next((one for one in version.rules.model.decisions if one.name == decides.decision), None)
        table = found.expression if found else None
        codes = set(_codes(table)) if isinstance(table, DecisionTable) else set()
        yield from (_key(pack.step, code) for code in sorted(codes))
        if isinstance(table, DecisionTable) and not codes:
            yield _key(pack.step, "")


def _codes(table: DecisionTable) -> Iterator[str]:
    names = [clause.name for clause in table.outputs]
    if "code" in names:
        at = names.index("code")
        for rule in table.rules:
            yield from literal_texts(rule.results[at].text)
        default = table.outputs[at].default
        if default is not None:
            yield from literal_texts(default.text)
