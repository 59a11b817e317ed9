"""Bringing what was asked for as a guest together with an account."""

from uuid import UUID

from moothall.foundations.cases.queries import guests
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import operation
from moothall.kernel.operations import people
from moothall.kernel.queries.people import SAME_PERSON


@operation(allow=allow.system)
def join_guests(act: Act, *, person: UUID, email: str, known: list[UUID]) -> int:
    """Let ``person``, whose account has confirmed ``email``, act for the guests who gave it, but for those
    ``known`` already. Returns how many there were. Nothing is moved: it can be ended like any other
    mandate."""
    found = [guest for guest in guests.asked_as_guest(act, email=email) if guest not in known]
    for guest in found:
        people.give_mandate(act, principal=guest, agent=person, services=["everything"], basis=SAME_PERSON)
    return len(found)
