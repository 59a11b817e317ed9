"""What one answer of a journey costs: files of Moothall it passes through, calls, and statements."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import moothall
from tests.journeys.town import POSTCODE, Town, build
from tests.journeys.walking import Walker

SOURCE = str(Path(moothall.__file__).parent)
OF_SERVICES = ("/services/", "/foundations/journeys/", "/foundations/questions/")
MOST_FILES, MOST_FILES_OF_SERVICES, MOST_CALLS, MOST_STATEMENTS = 65, 25, 900, 9


@dataclass
class Cost:
    """What was entered of Moothall between two moments."""

    files: set[str] = field(default_factory=set)
    calls: int = 0

    def note(self, frame: FrameType, event: str, _argument: object) -> None:
        """A function was entered."""
        name = frame.f_code.co_filename
        if event == "call" and name.startswith(SOURCE):
            self.files.add(name.removeprefix(SOURCE))
            self.calls += 1


@contextmanager
def measured() -> Iterator[Cost]:
    cost = Cost()
    sys.setprofile(cost.note)
    try:
        yield cost
    finally:
        sys.setprofile(None)


@pytest.fixture
def town(db: None) -> Town:
    return build()


@pytest.mark.django_db(databases=["default", "signin"])
def test_one_answer_passes_through_few_files_reads_the_journey_once_and_asks_little(town: Town) -> None:
    someone = Walker().opens("/do/bulky-waste/new").answers(postcode=POSTCODE)
    someone.answers(postcode=POSTCODE, looked=POSTCODE, uprn="990000000002")
    someone.answers(answer="sofa").answers(more="no").answers()
    page, typed = someone.at, {"key": "", "answer": "front"}
    someone.client.post(page, typed)
    with CaptureQueriesContext(connection) as said, measured() as cost:
        answer = someone.client.post(page, {**typed, "answer": "side"})
    assert answer.status_code == 302
    statements = [one["sql"] for one in said if "SAVEPOINT" not in one["sql"]]
    of_journeys = [sql for sql in statements if '"journeys_journey"' in sql]
    assert [sql.split()[0] for sql in of_journeys] == ["SELECT", "UPDATE"], of_journeys
    assert len(cost.files) <= MOST_FILES, sorted(cost.files)
    of_services = [name for name in cost.files if name.startswith(OF_SERVICES)]
    assert len(of_services) <= MOST_FILES_OF_SERVICES, sorted(of_services)
    assert cost.calls <= MOST_CALLS, cost.calls
    assert len(statements) <= MOST_STATEMENTS, statements
