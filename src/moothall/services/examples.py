"""Examples of a pack, run: which pages the answers lead to, what they cost, where they are refused. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from moothall.services.answers import ENOUGH, Answers
from moothall.services.behaviour import StepTypes
from moothall.services.charges import charge_lines, total_pence
from moothall.services.conditions import answer_at
from moothall.services.pack import Pack
from moothall.services.route import Route, StepPage, route
from moothall.services.schema import Example, GroupSpec
from moothall.services.steps import Answer, Asks, Settings, StepContext, mapping
from moothall.services.words import PackWords

NOBODY = UUID(int=0)


def failures(
    pack: Pack, example: Example, words: PackWords, *, files: Mapping[str, str], at: datetime
) -> Iterator[str]:
    """What the pack does otherwise than ``example`` says; nothing if it does just that. ``files`` are its
    other files, ``at`` is "now"."""
    answers, context = answers_of(pack, example.answers), _context(pack, words, files, at)
    found = route(pack, answers, StepTypes(pack, context))
    context = replace(context, answers=found.answers)
    refused = _refusals(found, context, answers) | {
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
    pages = list(dict.fromkeys(page.words_key for page in found.pages))
    if example.asks is not None and pages != list(example.asks):
        yield f"asks {', '.join(pages)}"
    paid = total_pence(charge_lines(found, answers, lambda page: _of_page(context, page)))
    if example.pays is not None and paid != example.pays:
        yield f"pays £{paid / 100:.2f}"


def answers_of(pack: Pack, given: Mapping[str, Answer]) -> Answers:
    """Answers as an example writes them (groups as lists of items), as the answers of a journey."""
    answers = Answers()
    for spec in pack.steps:
        if isinstance(spec, GroupSpec):
            answers = _with_items(answers, spec, given.get(spec.id))
        elif spec.id in given:
            answers = answers.with_answer(spec.id, given[spec.id])
    return answers


def _with_items(answers: Answers, group: GroupSpec, items: Answer) -> Answers:
    for number, item in enumerate(items if isinstance(items, list) else (), 1):
        for name, answer in mapping(item).items():
            answers = answers.with_answer(f"{group.id}.{number}.{name}", answer)
    return answers.with_answer(group.id, ENOUGH) if items else answers


def _wrong_end(example: Example, found: Route) -> Iterator[str]:
    ending = found.ends_at.words_key if found.ends_at else None
    if ending != example.ends:
        yield f"ends at “{ending}”" if ending else f"does not end at “{example.ends}”"
    elif ending is None and example.refuses is None and example.asks is None:
        for page in found.open:
            yield f"leaves “{page.key}” unanswered"


def _wrong_decisions(example: Example, found: Route) -> Iterator[str]:
    for path, wanted in example.decides.items():
        decided = answer_at(path, found.answers)
        if str(decided) != str(wanted):
            yield f"decides that “{path}” is {decided}"


def _refusals(found: Route, context: StepContext[Settings], answers: Answers) -> dict[str, str]:
    answered = (page for page in found.reached if page.key in answers.by_page)
    refused = {page.words_key: _refusal(page, context, answers) for page in answered}
    return {key: why for key, why in refused.items() if why}


def _refusal(page: StepPage, context: StepContext[Settings], answers: Answers) -> str:
    if not isinstance(page.step.step_type, Asks):
        return ""
    return page.step.step_type.example_problem(_of_page(context, page), answers.by_page[page.key])


def _context(pack: Pack, words: PackWords, files: Mapping[str, str], at: datetime) -> StepContext[Settings]:
    return StepContext(
        journey=NOBODY, step="", settings=Settings(), words=words, organisation=NOBODY, service=pack.name,
        person=None, answers={}, at=at, files=files,
    )  # fmt: skip


def _of_page(context: StepContext[Settings], page: StepPage) -> StepContext[Settings]:
    return replace(context, step=page.key, settings=page.step.settings)
