"""Six months of life in the demo place, simulated through the real operations, day by day.

Every day has dice of its own, thrown from the seed and the date; the last day lived through is remembered, so
that an interrupted simulation goes on where it stopped.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import groupby
from math import exp
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from moothall.civic.matching import operations as matching
from moothall.foundations.bookings.models import Resource
from moothall.foundations.bookings.operations import resources
from moothall.foundations.cases import tasks as cases
from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.context import acting
from moothall.kernel.operations import people
from moothall.site.demo import answers, applicants, applying, content, inline, searching, work
from moothall.site.demo.invented import Invented

Say = Callable[[str], None]
Packs = Mapping[tuple[str, str], UUID]

REPLIES: Mapping[str, Callable[[answers.Resident, Random], answers.Reply]] = {
    "large_items": answers.large_items,
    "help_with_bins": answers.help_with_bins,
    "event_places": answers.event_place,
    "council_tax_reductions": applicants.council_tax_reduction,
    "blue_badges": applicants.blue_badge,
    "housing_applications": applicants.home,
}
"""How residents answer in the service that each kind of visit of ``history.yaml`` is to."""

MONTHS = 6
DAYS_IN_A_MONTH = 30.4
HOURS_TOGETHER = 3
"""What happens in as many hours is delivered at the end of them, in one go: half of a day's work was that."""


def first_day(today: date) -> date:
    """The day the simulated past begins."""
    return today - timedelta(days=round(MONTHS * DAYS_IN_A_MONTH))


def live(
    packs: Packs,
    staff: Mapping[str, UUID],
    *,
    since: date,
    until: date,
    say: Say,
    done: Callable[[date], None],
) -> None:
    """Live through every day from ``since`` to the day before ``until``; ``done`` is told of each."""
    crew = work.Staff(staff, Invented())
    day = since
    with inline.queue() as queue:
        while day < until:
            _live_through(day, packs, crew, queue)
            done(day)
            day += timedelta(days=1)
            if day.day == 1:
                say(f"Lived until {day:%B %Y}")


def _live_through(day: date, packs: Packs, crew: work.Staff, queue: inline.InlineQueue) -> None:
    dice = Random(f"{content.read('history')['seed']}-{day}")  # noqa: S311 (a story, not a secret)
    with clock.set_to(moment_on(day, 2, 41)):
        cases.erase_due(acts.system())
    if day.weekday() == 0:
        with clock.set_to(moment_on(day, 5, 0)):
            lay_out_slots()
    visits = sorted(_visits(day, packs, crew.invented, dice), key=lambda visit: visit[0])
    for _part, some in groupby(visits, key=lambda visit: visit[0].hour // HOURS_TOGETHER):
        for moment, happen in some:
            with clock.set_to(moment):
                happen()
        with clock.set_to(moment):
            queue.work()
    with clock.set_to(moment_on(day, 14, 0)):
        matching.forget_searches(acts.system())
        work.work_rounds(crew, day, dice)
        work.residents_change_their_minds(crew, day, dice)
        queue.work()
    if day.weekday() < 5:
        with clock.set_to(moment_on(day, 16, 0)):
            work.work_queue(crew, moment_on(day, 16, 0), dice)
            work.answer_letters(crew, dice)
            queue.work()


def _visits(
    day: date, packs: Packs, invented: Invented, dice: Random
) -> list[tuple[datetime, Callable[[], None]]]:
    """Who begins something on ``day``, and when."""
    said = content.read("history")
    visits: list[tuple[datetime, Callable[[], None]]] = []
    for rates in said["monthly_rates"]:
        visits += _searches(day, rates)
        for kind in REPLIES:
            season = said["seasonality"][kind][day.month - 1]
            for _each in range(_poisson(dice, rates[kind] * season / DAYS_IN_A_MONTH)):
                moment = moment_on(day, dice.randint(7, 21), dice.randint(0, 59))
                visits.append((moment, _visit(kind, rates["ward"], packs, invented, dice)))
    return visits


def _searches(day: date, rates: Mapping[str, Any]) -> Iterator[tuple[datetime, Callable[[], None]]]:
    """Who of a ward looks for help on ``day``, and when; they throw dice of their own."""
    said = content.read("history")
    dice = Random(f"{said['seed']}-searches-{rates['ward']}-{day}")  # noqa: S311 (a story, not a secret)
    season = said["seasonality"]["searches"][day.month - 1]
    for _each in range(_poisson(dice, rates["searches"] * season / DAYS_IN_A_MONTH)):
        moment = moment_on(day, searching.hour(dice), dice.randint(0, 59))
        yield moment, searching.visit(rates["ward"], day, dice)


def _visit(kind: str, ward: str, packs: Packs, invented: Invented, dice: Random) -> Callable[[], None]:
    who = answers.invent(dice, ward)
    reply = REPLIES[kind](who, dice)
    name = content.read("history")[kind]["pack"]
    pack = dice.choice([version for (named, _slug), version in sorted(packs.items()) if named == name])

    def happen() -> None:
        personal = {"name": who.name, "email": who.email}
        person = people.register_person(acts.public(), personal=personal)
        invented.add(person)
        applying.apply(person, pack, reply, dice=dice)

    return happen


def lay_out_slots() -> None:
    """Make the slots of the weeks after this moment, as the clock does every night."""
    with acting(acts.system()):
        known = list(Resource.objects.values_list("id", flat=True))
    for resource in known:
        resources.lay_out_slots(acts.system(), resource=resource)


def moment_on(day: date, hour: int = 5, minute: int = 0) -> datetime:
    """That time of the place on ``day``."""
    zone = ZoneInfo(content.read("place")["timezone"])
    return datetime.combine(day, time(hour, minute), zone)


def _poisson(dice: Random, mean: float) -> int:
    """A number drawn from the Poisson distribution (Knuth's method: fine for small means)."""
    limit, product, count = exp(-mean), dice.random(), 0
    while product > limit:
        product *= dice.random()
        count += 1
    return count
