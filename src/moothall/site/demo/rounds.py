"""Days that were booked: what is collected and missed, who comes, who cancels and who writes. It crosses
bookings and cases, so it is told here, above them."""

from datetime import date, timedelta
from uuid import UUID

from moothall.foundations.bookings import operations as bookings
from moothall.foundations.bookings.models import Booking
from moothall.foundations.cases import demo as staff
from moothall.foundations.cases.models import Case
from moothall.foundations.cases.operations import letters
from moothall.kernel import act as acts
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.lives import Day, Moments, lives

AHEAD = timedelta(days=4)
"""How long before their day residents change their minds."""
COLLECTED = "bulky-waste"


@lives("rounds", acts_a_month=400)
def rounds(day: Day) -> Moments:
    """Crews and groups close what was booked for the day; some residents who have a day ahead cancel or
    write."""
    yield day.at(14), lambda: _work(day)
    yield day.at(14, 30), lambda: _change_minds(day)


def _work(day: Day) -> None:
    for case in _booked_on(day, day.date):
        act = day.world.staff_for(case.type, case.organisation_id)
        if act is None or case.closed_at is not None:
            continue
        if case.type == COLLECTED:
            _collect(day, act, case)
        else:
            staff.move_on(act, case, "did-not-come" if day.dice.random() < 0.06 else "came")


def _collect(day: Day, act: Act, case: Case) -> None:
    said = day.world.said("history")
    if day.dice.random() < 0.5:
        words = day.dice.choice(said["case_notes"]["large_items"]["on_the_day"]).format_map(said["blanks"])
        staff.leave_be(lambda: letters.add_note(act, case=case.pk, text=words))
    shares = said["large_items"]
    is_missed = day.dice.random() < shares["missed_by_crew"] + shares["nothing_put_out"]
    staff.move_on(act, case, "not-collected" if is_missed else "collected")


def _change_minds(day: Day) -> None:
    said = day.world.said("history")
    cancels, writes = said["large_items"]["cancelled_with_refund"], said["large_items"]["resident_writes"]
    for case in _booked_on(day, day.date + AHEAD):
        throw = day.dice.random()
        if case.type != COLLECTED or case.person_id is None or throw > cancels + writes:
            continue
        resident = acts.resident(case.person_id)
        if throw < cancels:
            _cancel(resident, case)
        else:
            words = day.dice.choice(said["messages"]["from_resident"]["large_items"])
            staff.write(resident, case, words, day)


def _cancel(resident: Act, case: Case) -> None:
    """The resident cancels their day; the case ends and the money goes back by themselves."""
    with acting(acts.system()):
        booked = Booking.objects.filter(matter_id=case.pk, state=Booking.State.BOOKED)
        booking: UUID | None = booked.values_list("id", flat=True).first()
    if booking is not None:
        staff.leave_be(lambda: bookings.cancel(resident, booking=booking))


def _booked_on(day: Day, when: date) -> list[Case]:
    """The demo's own cases whose slot is on that day."""
    with acting(acts.system()):
        matters = Booking.objects.filter(
            slot__starts_at__date=when, state=Booking.State.BOOKED, matter__isnull=False
        ).values_list("matter_id", flat=True)
        found = list(Case.objects.filter(pk__in=list(matters)))
    return [case for case in found if day.world.has_invented(case.person_id)]
