"""Importing services: real feeds, the validator's mock feeds, and everything publishers get wrong."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from moothall.foundations.directory.feeds import imports, streaming
from moothall.foundations.directory.tests.shared import DIRECTORY, needs_shared
from moothall.kernel import act as acts
from moothall.kernel import context
from moothall.kernel.act import Act

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

HOUNSLOW = DIRECTORY / "hounslow" / "hounslow_oruk3_services.json"
MOCKS = DIRECTORY / "standards" / "oruk-validator-mocks"


@pytest.fixture
def looking() -> Iterator[Act]:
    """Somebody from the public looks at the tables."""
    act = acts.public()
    with context.acting(act):
        yield act


def quiet(_: str) -> None:
    """Progress that nobody reads."""


def take_in(raws: list[dict[str, Any]], source: str = "test") -> Any:
    return imports.import_services(raws, source=source, progress=quiet)


def stamps() -> dict[Any, Any]:
    with context.acting(acts.public()), connection.cursor() as cursor:
        cursor.execute("SELECT id, xmin::text FROM directory_service")
        return dict(cursor.fetchall())


@needs_shared
def test_the_real_feed_comes_in_whole_and_a_second_time_touches_nothing() -> None:
    first = imports.import_services(streaming.services_in(HOUNSLOW), source="hounslow", progress=quiet)
    before = stamps()
    again = imports.import_services(streaming.services_in(HOUNSLOW), source="hounslow", progress=quiet)

    assert first.counts["added"] == 313
    assert again.counts["unchanged"] == 313
    assert first.exit_code == again.exit_code == 0
    assert stamps() == before and len(before) == 313
