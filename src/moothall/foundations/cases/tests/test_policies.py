"""Attacks on the rows of cases: other organisations, other people, restricted cases, through ORM, SQL and
search."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from moothall.foundations.cases.models import Case, CaseMessage, Note, Pause
from moothall.foundations.cases.operations import allocation, cases, clocks, letters
from moothall.foundations.cases.queries import cases as asked
from moothall.foundations.cases.queries import queues
from moothall.foundations.cases.rules import finding
from moothall.foundations.cases.tests.support import Scene, scene
from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.operations import grants, matters
from moothall.kernel.refusal import NotAllowed, NotFound

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@pytest.fixture
def place() -> Scene:
    return scene()


def strangers(place: Scene) -> list[Act]:
    return [place.as_adviser(), place.as_neighbour(), acts.public()]


def share(place: Scene, case: UUID, *, days: int = 9) -> UUID:
    return matters.share_matter(
        place.as_officer(), matter=case, organisation=place.charity, basis="referral",
        purposes=["service"], reason="debt advice",
        until_at=clock.now() + timedelta(days=days),
    )  # fmt: skip


def full(place: Scene) -> UUID:
    case = place.open_case()
    letters.add_note(place.as_officer(), case=case, text="Gate code")
    letters.write_message(place.as_resident(), case=case, text="Hello")
    clocks.pause_clock(place.as_officer(), case=case, reason="weather", version=1)
    return case


def counted(act: Act) -> list[int]:
    with acting(act):
        return [model.objects.count() for model in (Case, Note, CaseMessage, Pause)]


def refused(act: Act, attempt: Callable[[], object]) -> bool:
    try:
        with acting(act), transaction.atomic():
            return not attempt()
    except DatabaseError:
        return True


def test_strangers_see_count_and_find_nothing(place: Scene):
    case = full(place)
    for stranger in strangers(place):
        assert counted(stranger) == [0, 0, 0, 0]
        with acting(stranger), connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM moothall.find_cases(%s::bigint[], '', 100)", (digests("okafor"),)
            )
            assert cursor.fetchone() == (0,)
    with pytest.raises(NotFound):
        asked.case(place.as_adviser(), case=case)
    assert queues.found(place.as_adviser(), words="okafor") == ()
    assert queues.counts(place.as_adviser()) == {"open": 0, "overdue": 0, "waiting": 0, "mine": 0}


def test_strangers_change_and_write_nothing(place: Scene):
    case = full(place)
    version = 2
    for attempt in (
        lambda: cases.change_status(place.as_adviser(), case=case, status="booked", version=version),
        lambda: allocation.take_case(place.as_adviser(), case=case, version=version),
        lambda: letters.add_note(place.as_adviser(), case=case, text="x"),
        lambda: letters.write_message(place.as_neighbour(), case=case, text="x"),
    ):
        with pytest.raises(NotFound):
            attempt()
    for stranger in strangers(place):
        assert refused(stranger, lambda: Case.objects.filter(pk=case).update(status="collected"))
        assert refused(stranger, lambda: CaseMessage.objects.filter(case_id=case).delete()[0])
        assert refused(stranger, partial(forged_message, place, case, stranger))


def forged_message(place: Scene, case: UUID, act: Act, *, side: str = "staff") -> object:
    row = CaseMessage(
        case_id=case, organisation_id=place.council, person_id=place.resident, side=side,
        written_by_id=act.person or place.officer, written_at=clock.now(), encrypted=b"x",
    )  # fmt: skip
    return CaseMessage.objects.bulk_create([row])


def test_a_resident_cannot_speak_as_staff_nor_change_the_case(place: Scene):
    case = full(place)
    assert refused(place.as_resident(), lambda: forged_message(place, case, place.as_resident()))
    assert refused(place.as_resident(), lambda: Case.objects.filter(pk=case).update(status="collected"))
    assert refused(
        place.as_officer(), lambda: forged_message(place, case, place.as_officer(), side="resident")
    )
    assert counted(place.as_resident())[1] == 0


def test_a_case_says_what_its_matter_says_whatever_is_written(place: Scene):
    case = place.open_case()
    matter = matters.open_matter(
        place.as_resident(), kind="x", organisation=place.council, person=place.resident, pack=place.pack
    )
    with acting(place.as_resident()):
        row = Case.objects.get(pk=case)
        row.pk, row.reference, row.organisation_id = matter, "XX-XXXX-XX", place.charity
        Case.objects.bulk_create([row])
        made = Case.objects.get(pk=matter)
    assert made.organisation_id == place.council and made.reference != "XX-XXXX-XX"
    for column, value in (("person_id", place.neighbour), ("organisation_id", place.charity)):
        refused(place.as_officer(), lambda: Case.objects.filter(pk=case).update(**{column: value}))  # noqa: B023
    with acting(place.as_officer()):
        kept = Case.objects.get(pk=case)
    assert (kept.person_id, kept.organisation_id) == (place.resident, place.council)


def test_nobody_opens_a_case_on_somebody_elses_matter(place: Scene):
    matter = matters.open_matter(
        place.as_resident(), kind="x", organisation=place.council, person=place.resident, pack=place.pack
    )
    for stranger in (place.as_neighbour(), place.as_adviser()):
        with pytest.raises(NotFound):
            cases.open_case(stranger, matter=matter)


def test_a_receiver_reads_and_writes_child_rows_only_and_only_while_shared(place: Scene):
    case = place.open_case()
    letters.add_note(place.as_officer(), case=case, text="Council only")
    grant = share(place, case)
    letters.add_note(place.as_adviser(), case=case, text="Charity only")
    letters.write_message(place.as_adviser(), case=case, text="We can help too")
    with pytest.raises(NotAllowed, match="shared with you"):
        cases.change_status(place.as_adviser(), case=case, status="booked", version=1)
    assert refused(place.as_adviser(), lambda: Case.objects.filter(pk=case).update(status="booked"))
    texts = {entry.text for entry in asked.case(place.as_adviser(), case=case).thread if entry.text}
    assert texts == {"Charity only", "We can help too"}
    own = {entry.text for entry in asked.case(place.as_officer(), case=case).thread if entry.text}
    assert own == {"Council only", "We can help too"}
    grants.end_sharing(place.as_resident(), grant=grant)
    assert counted(place.as_adviser()) == [0, 0, 0, 0]
    assert queues.found(place.as_adviser(), words="okafor") == ()


def test_a_restricted_case_is_in_no_list_count_or_search_of_anybody_unnamed(place: Scene):
    case = full(place)
    share(place, case)
    matters.restrict_matter(place.as_manager(), matter=case, people=[])
    for unnamed in (place.as_officer(), place.as_adviser(), place.as_resident(), acts.system()):
        assert counted(unnamed) == [0, 0, 0, 0]
    for unnamed in (place.as_officer(), place.as_adviser()):
        assert queues.found(unnamed, words="okafor") == () and queues.queue(unnamed).items == ()
        assert set(queues.counts(unnamed).values()) == {0}
    assert [line.id for line in queues.found(place.as_manager(), words="okafor")] == [case]
    cases.change_status(place.as_manager(), case=case, status="booked", version=2)


def test_the_search_cannot_be_talked_into_more(place: Scene):
    full(place)
    for beginning in ("%", "_", "", "\\", "' OR true --"):
        with acting(place.as_adviser()), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM moothall.find_cases('{}', %s, 100000)", (beginning,))
            assert cursor.fetchone() == (0,)
    with (
        pytest.raises(DatabaseError, match="No act is under way"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM moothall.find_cases(%s::bigint[], '', 1)", (digests("okafor"),))


def digests(words: str) -> list[int]:
    return finding.digests(finding.asked(words), key=settings.MOOTHALL_SEARCH_KEY)


@hypothesis_settings(max_examples=12)
@given(
    st.lists(
        st.tuples(st.booleans(), st.sampled_from(["", "shared", "ended", "restricted", "named"])), max_size=6
    )
)
def test_search_finds_exactly_what_the_policies_show(place: Scene, plan: list[tuple[bool, str]]):
    for is_neighbours, fate in plan:
        case = place.open_case(person=place.neighbour if is_neighbours else None)
        if fate in {"shared", "ended"}:
            grant = share(place, case)
            if fate == "ended":
                grants.end_sharing(place.as_officer(), grant=grant)
        if fate in {"restricted", "named"}:
            named = [place.adviser] if fate == "named" else []
            matters.restrict_matter(place.as_manager(), matter=case, people=named)
    wanted = digests("okafor")
    for act in (place.as_officer(), place.as_manager(), place.as_adviser()):
        found = {line.id for line in queues.found(act, words="okafor", limit=500)}
        with acting(act):
            shown = {id for id, words in Case.objects.values_list("pk", "words") if {*wanted} <= {*words}}
        assert found == shown


def test_an_unknown_case_and_a_foreign_one_are_told_apart_to_nobody(place: Scene):
    case = place.open_case()
    for id in (case, uuid4()):
        with pytest.raises(NotFound, match="could not find that case"):
            asked.case(place.as_adviser(), case=id)
