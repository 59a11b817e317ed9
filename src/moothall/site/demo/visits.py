"""Who asks for what on a day of the demo: a visit to a service crosses journeys, payments and documents, so
it is told here, above them."""

from collections.abc import Callable
from random import Random

from moothall.kernel import act as acts
from moothall.kernel.lives import Day, Lives, Moments, Resident, lives
from moothall.kernel.operations import people
from moothall.site.demo import answers, applicants, applying

Replies = Callable[[Resident, Random], answers.Reply]


def _told(kind: str, replies: Replies, *, acts_a_month: int) -> Lives:
    """The part of the story that is visits of one ``kind`` of ``history.yaml``, whose residents answer with
    ``replies``."""

    @lives(f"visits.{kind}", acts_a_month=acts_a_month)
    def visits(day: Day) -> Moments:
        for rates in day.world.said("history")["monthly_rates"]:
            for _each in range(day.how_many(kind, rates[kind])):
                yield (
                    day.at(day.dice.randint(7, 21), day.dice.randint(0, 59)),
                    _visit(day, kind, rates["ward"]),
                )

    def _visit(day: Day, kind: str, ward: str) -> Callable[[], None]:
        who = day.world.invent(day.dice, ward)
        reply = replies(who, day.dice)
        pack = day.dice.choice(day.world.versions(day.world.said("history")[kind]["pack"]))

        def happen() -> None:
            person = people.register_person(acts.public(), personal={"name": who.name, "email": who.email})
            day.world.note_invented(person)
            applying.apply(person, pack, reply, dice=day.dice)

        return happen

    return visits


_told("large_items", answers.large_items, acts_a_month=2000)
_told("help_with_bins", answers.help_with_bins, acts_a_month=250)
_told("event_places", answers.event_place, acts_a_month=1800)
_told("council_tax_reductions", applicants.council_tax_reduction, acts_a_month=250)
_told("blue_badges", applicants.blue_badge, acts_a_month=250)
_told("housing_applications", applicants.home, acts_a_month=250)
