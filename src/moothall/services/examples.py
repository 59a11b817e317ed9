"""Examples of a pack, run: which pages the answers lead to, what they cost, where they are refused. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from moothall.services import kinds
from moothall.services.charges import charge_lines, total_pence
from moothall.services.conditions import found as found_at
from moothall.services.route import ENOUGH, Route, Sheet, Stop, route
from moothall.services.schema import Example, GroupSpec, Pack
from moothall.services.steps import Asking
from moothall.services.words import PackWords

NOBODY = UUID(int=0)


def failures(
    pack: Pack, example: Example, words: PackWords, *, files: Mapping[str, str], at: datetime
) -> Iterator[str]:
    """What the pack does otherwise than ``example`` says; nothing if it does just that. ``files`` are its
    other files, ``at`` is "now"."""
    sheet, asking = sheet_of(pack, example.answers), _asking(pack, words, files, at)
    found = route(pack, sheet, kinds.Steps(pack, asking))
    asking = replace(asking, answers=found.answers)
    refused = _refusals(found, asking, sheet) | {
        key: words(f"must.{rule.say}") for key, rule in found.contradictions.items()
    }
    for key, why in refused.items():
        if key != example.refuses:
            yield f"“{key}” is refused: {why}"
    if example.refuses and example.refuses not in refused:
        yield f"“{example.refuses}” is not refused"
    if found.failure is not None:
        yield f"“{found.failure.step.id}” fails: {found.failure.words}"
    yield from _wrong_end(example, found)
    yield from _wrong_decisions(example, found)
    pages = list(dict.fromkeys(stop.words_key for stop in found.stops))
    if example.asks is not None and pages != list(example.asks):
        yield f"asks {', '.join(pages)}"
    paid = total_pence(charge_lines(found, sheet, lambda stop: _for_stop(asking, stop)))
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


def _wrong_end(example: Example, found: Route) -> Iterator[str]:
    ending = found.ends_at.words_key if found.ends_at else None
    if ending != example.ends:
        yield f"ends at “{ending}”" if ending else f"does not end at “{example.ends}”"
    elif ending is None and example.refuses is None and example.asks is None:
        for stop in found.open:
            yield f"leaves “{stop.key}” unanswered"


def _wrong_decisions(example: Example, found: Route) -> Iterator[str]:
    for path, wanted in example.decides.items():
        decided = found_at(path, found.answers)
        if str(decided) != str(wanted):
            yield f"decides that “{path}” is {decided}"


def _refusals(found: Route, asking: Asking[Any], sheet: Sheet) -> dict[str, str]:
    answered = (stop for stop in found.stops if stop.step is not None and stop.key in sheet.answers)
    refused = {stop.words_key: _refusal(stop, asking, sheet) for stop in answered}
    return {key: why for key, why in refused.items() if why}


def _refusal(stop: Stop, asking: Asking[Any], sheet: Sheet) -> str:
    assert stop.step is not None
    return kinds.kind_of(stop.step).refuses(_for_stop(asking, stop), sheet.answers[stop.key])


def _asking(pack: Pack, words: PackWords, files: Mapping[str, str], at: datetime) -> Asking[Any]:
    return Asking(
        journey=NOBODY, step="", settings=None, words=words, organisation=NOBODY, service=pack.name,
        person=None, answers={}, at=at, files=files,
    )  # fmt: skip


def _for_stop(asking: Asking[Any], stop: Stop) -> Asking[Any]:
    assert stop.step is not None
    return replace(asking, step=stop.key, settings=kinds.settings_of(stop.step))
