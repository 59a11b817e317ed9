"""Examples of a pack, run: which pages the answers lead to, what they cost, where they are refused. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from moothall.kernel.packs import fees, kinds
from moothall.kernel.packs.route import ENOUGH, Route, Sheet, Stop, route
from moothall.kernel.packs.schema import Example, GroupSpec, Pack, StepSpec
from moothall.kernel.packs.words import PackWords
from moothall.kernel.steps import Asking, ChargeLine

NOBODY = UUID(int=0)


def failures(pack: Pack, example: Example, words: PackWords, *, at: datetime) -> Iterator[str]:
    """What the pack does otherwise than ``example`` says; nothing if it does just that. ``at`` is "now"."""
    sheet = sheet_of(pack, example.answers)
    found = route(pack, sheet, asks=kinds.asks, ends=kinds.ends)
    refused = _refusals(pack, found, sheet, words, at)
    for key, why in refused.items():
        if key != example.refuses:
            yield f"“{key}” is refused: {why}"
    if example.refuses and example.refuses not in refused:
        yield f"“{example.refuses}” is not refused"
    yield from _wrong_end(example, found)
    pages = list(dict.fromkeys(stop.words_key for stop in found.stops))
    if example.asks is not None and pages != list(example.asks):
        yield f"asks {', '.join(pages)}"
    paid = fees.total_pence(charge_lines(pack, found, _asking(pack, words, found.answers, at), sheet))
    if example.pays is not None and paid != example.pays:
        yield f"pays £{paid / 100:.2f}"


def sheet_of(pack: Pack, answers: Mapping[str, Any]) -> Sheet:
    """Answers as an example writes them (groups as lists of items), as the sheet of a journey."""
    sheet = Sheet()
    for spec in pack.steps:
        given = answers.get(spec.id)
        if isinstance(spec, GroupSpec):
            for number, item in enumerate(given or (), 1):
                for name, answer in item.items():
                    sheet = sheet.with_answer(f"{spec.id}.{number}.{name}", answer)
            sheet = sheet.with_answer(spec.id, ENOUGH) if given else sheet
        elif spec.id in answers:
            sheet = sheet.with_answer(spec.id, given)
    return sheet


def charge_lines(pack: Pack, found: Route, asking: Asking[Any], sheet: Sheet) -> list[ChargeLine]:
    """Everything the answers cost: the pack's fees, then what single steps charge."""
    lines = fees.charges(pack.fees, found.answers, asking.words)
    for stop in found.stops:
        if stop.step is not None and stop.key in sheet.answers:
            lines += kinds.kind_of(stop.step).charge(
                _for_step(asking, stop.key, stop.step), sheet.answers[stop.key]
            )
    return lines


def _wrong_end(example: Example, found: Route) -> Iterator[str]:
    ending = found.ends_at.words_key if found.ends_at else None
    if ending != example.ends:
        yield f"ends at “{ending}”" if ending else f"does not end at “{example.ends}”"
    elif ending is None and example.refuses is None and example.asks is None:
        for stop in found.open:
            yield f"leaves “{stop.key}” unanswered"


def _refusals(pack: Pack, found: Route, sheet: Sheet, words: PackWords, at: datetime) -> dict[str, str]:
    asking = _asking(pack, words, found.answers, at)
    refused = {}
    for stop in found.stops:
        why = _refusal(stop, asking, sheet)
        if why:
            refused[stop.words_key] = why
    return refused


def _refusal(stop: Stop, asking: Asking[Any], sheet: Sheet) -> str:
    if stop.step is None or stop.key not in sheet.answers:
        return ""
    return kinds.kind_of(stop.step).refuses(_for_step(asking, stop.key, stop.step), sheet.answers[stop.key])


def _asking(pack: Pack, words: PackWords, answers: Mapping[str, Any], at: datetime) -> Asking[Any]:
    return Asking(
        journey=NOBODY, step="", settings=None, words=words, organisation=NOBODY, service=pack.name,
        person=None, answers=answers, at=at,
    )  # fmt: skip


def _for_step(asking: Asking[Any], key: str, spec: StepSpec) -> Asking[Any]:
    return replace(asking, step=key, settings=kinds.settings_of(spec))
