"""What manifests declare is counted once, and published as figures that name nobody."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError
from django.test import Client

from moothall.foundations.cases.events import CaseOpened
from moothall.foundations.statistics import operations, queries
from moothall.foundations.statistics.models import Daily, PublishedFigure
from moothall.kernel import act as acts
from moothall.kernel import allow, clock
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.gate import operation, publish
from moothall.kernel.operations import programs
from moothall.kernel.refusal import NotAllowed
from moothall.kernel.tests.support import Small, small_place
from tests.journeys.working import work

pytestmark = pytest.mark.django_db(databases=["default", "signin"])
SPRING, SUMMER = datetime(2026, 4, 9, 12, tzinfo=UTC), datetime(2026, 5, 4, tzinfo=UTC)


@operation(allow=allow.anyone)
def open_cases_for_test(act: Act, *, kinds: list[str]) -> None:
    """Say that so many cases were opened."""
    for kind in kinds:
        publish(CaseOpened(type=kind, team=None, due_date=SPRING.date()), act, organisation=act.organisation)


@pytest.fixture
def place() -> Small:
    """Of one April: 43 cases of a council, three of them of a rare kind, and 4 of a charity."""
    small = small_place()
    with clock.set_to(SPRING):
        open_cases_for_test(small.as_officer(), kinds=["waste"] * 31 + ["trees"] * 9 + ["rare"] * 3)
        open_cases_for_test(small.as_adviser(), kinds=["waste"] * 4)
        work()
    return small


def shown() -> dict[tuple[str, str], int | None]:
    return {(one.by, one.of): one.value for one in queries.figures(acts.public(), code="cases.opened").items}


def test_a_month_is_published_when_it_is_over_rounded_and_without_what_is_small(place: Small) -> None:
    with clock.set_to(SPRING):
        assert operations.publish_figures(acts.system()) == 0
    with clock.set_to(SUMMER):
        assert operations.publish_figures(acts.system()) > 0
        assert operations.publish_figures(acts.system()) == 0
    assert shown() == {
        ("place", ""): 45,
        ("organisation", "Council"): None,
        ("organisation", "Charity"): None,
        ("kind", "waste"): 35,
        ("kind", "trees"): None,
        ("kind", "rare"): None,
    }


def test_what_is_counted_late_changes_nothing_that_was_published(place: Small) -> None:
    with clock.set_to(SUMMER):
        operations.publish_figures(acts.system())
    before = shown()
    with clock.set_to(SPRING):
        open_cases_for_test(place.as_adviser(), kinds=["waste"] * 20)
        work()
    with clock.set_to(SUMMER):
        operations.publish_figures(acts.system())
    assert shown() == before


def test_nobody_reads_a_raw_count_and_the_database_takes_none_as_a_figure(place: Small) -> None:
    for act in (acts.public(), place.as_officer(), place.as_resident()):
        with acting(act):
            assert not Daily.objects.exists()
        with pytest.raises(NotAllowed):
            operations.publish_figures(act)
    for raw in (1, 7, 8, 11):
        with pytest.raises(IntegrityError), acting(acts.system()):
            row = PublishedFigure(code="x", month=SPRING.date(), by="place", value=raw)
            PublishedFigure.objects.bulk_create([row])


def test_everybody_sees_them_on_a_page_as_a_table_and_as_a_program(place: Small) -> None:
    assert "There are no figures yet" in Client().get("/figures/").content.decode()
    with clock.set_to(SUMMER):
        operations.publish_figures(acts.system())
    page = Client().get("/figures/").content.decode()
    assert "Cases opened: 45 in April 2026" in page and "hidden" in page and "<svg" in page
    answer = Client().get("/figures/cases.opened.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert answer["Content-Type"].startswith("text/csv") and len(rows) == 6
    assert {row["value"] for row in rows} == {"45", "35", ""}
    assert Client().get("/figures/cases.secret.csv").status_code == 404
    made = programs.make_program(acts.system(), organisation=place.charity, title="Test", scopes=[])
    found = Client().get("/api/v1/statistics/figures", headers={"Authorization": f"Bearer {made.key}"}).json()
    assert {one["value"] for one in found["items"] if one["code"] == "cases.opened"} == {45, 35, None}
