"""A day's work of the demo's staff: what is collected, missed, cancelled, answered."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from moothall.foundations.bookings import operations as bookings
from moothall.foundations.bookings.models import Booking
from moothall.foundations.cases.models import Case
from moothall.foundations.cases.operations import cases, letters
from moothall.kernel import act as acts
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.refusal import Refused
from moothall.kernel.roles import permissions_of
from moothall.site.demo import content
from moothall.site.demo.invented import Invented
from moothall.site.demo.services import organisation_of

OFFICERS = {
    "bulky-waste": ("wexcombe-council", "denise-okafor"),
    "assisted-bin-collection": ("wexcombe-council", "gareth-pugh"),
    "council-tax-reduction": ("wexcombe-council", "tom-askew"),
    "housing-register": ("wexcombe-council", "colm-brady"),
    "blue-badge": ("severnmoor-county", "elin-vaughan"),
}
FOLLOWING: Mapping[str, Mapping[str, Mapping[str, int]]] = {
    "assisted-bin-collection": {
        "received": {"agreed": 85, "visit": 12, "refused": 3},
        "visit": {"agreed": 1},
        "waiting-for-you": {"received": 1},
    },
    "council-tax-reduction": {
        "received": {"awarded": 80, "refused": 9, "waiting-for-you": 11},
        "waiting-for-you": {"received": 1},
    },
    "housing-register": {
        "received": {"registered": 78, "visit": 14, "waiting-for-you": 5, "refused": 3},
        "visit": {"registered": 9, "refused": 1},
        "waiting-for-you": {"received": 1},
    },
    "blue-badge": {
        "received": {"agreed": 55, "assessment": 37, "refused": 3, "waiting-for-you": 5},
        "assessment": {"agreed": 3, "refused": 1},
        "waiting-for-you": {"received": 1},
    },
}
"""What a case of each kind moves on to from each status, and how often."""
LOOKED_AT_AFTER: Mapping[str, tuple[int, int]] = {
    "assisted-bin-collection": (1, 6),
    "council-tax-reduction": (3, 16),
    "housing-register": (5, 22),
    "blue-badge": (8, 30),
}
"""How many days a case of each kind waits at least and at most."""


class Staff:
    """Who works the cases of each kind; ``people`` are ids by slug, ``invented`` whose cases they work."""

    def __init__(self, people: Mapping[str, UUID], invented: Invented) -> None:
        self.people = people
        self.invented = invented

    def theirs(self, cases: Iterable[Case]) -> list[Case]:
        """Those of ``cases`` that are the demo's own."""
        return [case for case in cases if case.person_id in self.invented]

    def act(
        self, slug: str, organisation: UUID, *, roles: tuple[str, ...] = ("case_worker", "manager")
    ) -> Act:
        """An act of the member of staff ``slug``."""
        return acts.staff(self.people[slug], organisation=organisation, permissions=permissions_of(roles))

    def for_case(self, case: Case) -> Act | None:
        """An act of whoever works ``case``; ``None`` for organisations whose volunteers keep no cases
        here."""
        slug = OFFICERS.get(case.type, ("", ""))[1] or self._first_of(case.organisation_id)
        return self.act(slug, case.organisation_id) if slug else None

    def _first_of(self, organisation: UUID) -> str:
        for person in content.read("people")["staff"]:
            for membership in person["memberships"]:
                works = "cases.work" in permissions_of(membership["roles"])
                if works and organisation_of(membership["organisation"]) == organisation:
                    return str(person["slug"])
        return ""


def work_rounds(staff: Staff, day: date, dice: Random) -> None:
    """Close the cases whose round or session was on ``day``, mostly well."""
    said = content.read("history")["large_items"]
    for case in staff.theirs(_booked_on(day)):
        act = staff.for_case(case)
        if act is None or case.closed_at is not None:
            continue
        if case.type == "bulky-waste":
            if dice.random() < 0.5:
                _note(
                    staff,
                    case,
                    dice.choice(content.read("history")["case_notes"]["large_items"]["on_the_day"]),
                )
            missed = dice.random() < said["missed_by_crew"] + said["nothing_put_out"]
            _move_on(act, case, "not-collected" if missed else "collected")
        else:
            _move_on(act, case, "did-not-come" if dice.random() < 0.06 else "came")


def work_queue(staff: Staff, moment: datetime, dice: Random) -> None:
    """Look at what waits: most requests are granted, missed rounds are put right."""
    for kind, following in FOLLOWING.items():
        waited = timedelta(days=dice.randint(*LOOKED_AT_AFTER[kind]))
        for case in staff.theirs(_open(kind, before=moment - waited)):
            act = staff.for_case(case)
            if act is not None and case.status in following:
                weights = following[case.status]
                _move_on(act, case, dice.choices(list(weights), weights=list(weights.values()))[0])
    missed = _open("bulky-waste", before=moment - timedelta(days=2), status="not-collected")
    for case in staff.theirs(missed):
        act = staff.for_case(case)
        if act is not None:
            _move_on(act, case, "collected")


def residents_change_their_minds(staff: Staff, day: date, dice: Random) -> None:
    """Some who have a day ahead cancel it; some write."""
    said = content.read("history")
    cancels, writes = said["large_items"]["cancelled_with_refund"], said["large_items"]["resident_writes"]
    for case in staff.theirs(_booked_on(day + timedelta(days=4))):
        throw = dice.random()
        if case.type != "bulky-waste" or case.person_id is None or throw > cancels + writes:
            continue
        if throw < cancels:
            _cancel(case)
        else:
            _write(
                acts.resident(case.person_id),
                case,
                dice.choice(said["messages"]["from_resident"]["large_items"]),
            )


def answer_letters(staff: Staff, dice: Random) -> None:
    """Answer residents who wrote."""
    for case in staff.theirs(_written())[:50]:
        act = staff.for_case(case)
        if act is not None:
            _write(act, case, dice.choice(content.read("history")["messages"]["from_staff"]["large_items"]))


def _cancel(case: Case) -> None:
    """The resident cancels their day; the case ends and the money goes back by themselves."""
    booking = _booking(case)
    if booking is not None and case.person_id is not None:
        resident = acts.resident(case.person_id)
        _try(lambda: bookings.cancel(resident, booking=booking))


def _write(act: Act, case: Case, words: str) -> None:
    _try(lambda: letters.write_message(act, case=case.pk, text=_plain(words)))


def _move_on(act: Act, case: Case, status: str) -> None:
    _try(lambda: cases.change_status(act, case=case.pk, status=status, version=case.version))


def _note(staff: Staff, case: Case, words: str) -> None:
    act = staff.for_case(case)
    if act is not None:
        _try(lambda: letters.add_note(act, case=case.pk, text=_plain(words)))


def _try(carry_out: Any) -> None:
    """What the place refuses, people leave be."""
    try:
        carry_out()
    except Refused:
        return


BLANKS = {
    "item": "sofa",
    "date": "Thursday",
    "amount": "£18",
    "ward": "the ward",
    "session": "lunch club",
    "reference": "this request",
    "name": "us",
}
"""What fills the blanks of the demo's wording."""


def _plain(words: str) -> str:
    """Wording of the demo with its blanks filled in."""
    return words.format_map(BLANKS)


def _booked_on(day: date) -> list[Case]:
    with acting(acts.system()):
        matters = Booking.objects.filter(
            slot__starts_at__date=day, state=Booking.State.BOOKED, matter__isnull=False
        ).values_list("matter_id", flat=True)
        return list(Case.objects.filter(pk__in=list(matters)))


def _booking(case: Case) -> UUID | None:
    with acting(acts.system()):
        return (
            Booking.objects.filter(matter_id=case.pk, state=Booking.State.BOOKED)
            .values_list("id", flat=True)
            .first()
        )


def _open(kind: str, *, before: datetime, status: str | None = None) -> list[Case]:
    with acting(acts.system()):
        rows = Case.objects.filter(type=kind, closed_at=None, status_at__lt=before)
        return list(rows.filter(status=status) if status else rows)


def _written() -> list[Case]:
    with acting(acts.system()):
        return list(Case.objects.filter(closed_at=None, resident_wrote_at__isnull=False))
