"""What the answers on a route cost: each step says what it charges. Pure."""

from collections.abc import Callable, Iterable

from moothall.services.answers import Answers
from moothall.services.behaviour import answer_of
from moothall.services.route import Route, StepPage
from moothall.services.steps import ChargeLine, Charges, Settings, StepContext

ContextOf = Callable[[StepPage], StepContext[Settings]]
"""What the step of a page may know."""


def charge_lines(found: Route, answers: Answers, context_of: ContextOf) -> list[ChargeLine]:
    """Everything to be paid, in the order of the steps."""
    lines: list[ChargeLine] = []
    for page in with_answers(found, answers):
        if isinstance(page.step.step_type, Charges):
            lines += page.step.step_type.charges(context_of(page), answer_of(page, found, answers))
    return lines


def total_pence(lines: Iterable[ChargeLine]) -> int:
    """What the lines come to, in pence."""
    return sum(line.amount_pence for line in lines)


def with_answers(found: Route, answers: Answers) -> list[StepPage]:
    """The steps on the route that have been answered, or that need no answer."""
    pages = {page.key for page in found.pages}
    return [page for page in found.reached if page.key in answers.by_page or page.key not in pages]
