"""How the demo's staff work their cases: what waits is looked at, letters are answered, old cases erased."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from moothall.foundations.cases.models import Case
from moothall.foundations.cases.operations import cases, letters
from moothall.kernel import act as acts
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.lives import Day, Moments, lives
from moothall.kernel.refusal import Refused

MOST_LETTERS = 50
"""What staff answer on one day at most."""


@lives("cases.queue", acts_a_month=400)
def queue(day: Day) -> Moments:
    """On working days staff look at what waits, and answer those who wrote."""
    if day.date.weekday() < 5:
        yield day.at(16), lambda: _work(day)
        yield day.at(16, 30), lambda: answer_letters(day)


def answer_letters(day: Day) -> None:
    """Answer residents who wrote."""
    said = day.world.said("history")
    with acting(acts.system()):
        written = list(Case.objects.filter(closed_at=None, resident_wrote_at__isnull=False))
    for case, act in list(_worked(day, written))[:MOST_LETTERS]:
        write(act, case, day.dice.choice(said["messages"]["from_staff"]["large_items"]), day)


def write(act: Act, case: Case, words: str, day: Day) -> None:
    """Write ``words`` of the demo, its blanks filled in, about ``case``."""
    text = words.format_map(day.world.said("history")["blanks"])
    leave_be(lambda: letters.write_message(act, case=case.pk, text=text))


def move_on(act: Act, case: Case, status: str) -> None:
    """Move ``case`` on to ``status``."""
    leave_be(lambda: cases.change_status(act, case=case.pk, status=status, version=case.version))


def leave_be(carry_out: Callable[[], object]) -> None:
    """What the place refuses, people leave be."""
    try:
        carry_out()
    except Refused:
        return


def _work(day: Day) -> None:
    """Most requests are granted, missed rounds are put right: as ``case_work`` of the history says."""
    moment = day.at(16)
    for service, said in day.world.said("history")["case_work"].items():
        waited = timedelta(days=day.dice.randint(*said["after_days"]))
        for case, act in _worked(day, _open(service, before=moment - waited)):
            if weights := said["from"].get(case.status):
                (status,) = day.dice.choices(list(weights), weights=list(weights.values()))
                move_on(act, case, status)


def _worked(day: Day, found: Iterable[Case]) -> Iterable[tuple[Case, Act]]:
    """Those of the cases that are the demo's own, with whoever works them."""
    for case in found:
        act = day.world.staff_for(case.type, case.organisation_id)
        if act is not None and day.world.has_invented(case.person_id):
            yield case, act


def _open(service: str, *, before: datetime) -> list[Case]:
    with acting(acts.system()):
        return list(Case.objects.filter(type=service, closed_at=None, status_at__lt=before))
