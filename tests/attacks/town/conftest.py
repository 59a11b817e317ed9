"""One town for all attacks on it; what a test does there is undone after it."""

from collections.abc import Iterator

import pytest
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from tests.attacks.town import peopled as towns
from tests.support.database import PlaceDatabase


@pytest.fixture(scope="package")
def peopled(place_database: PlaceDatabase, django_db_blocker: DjangoDbBlocker) -> Iterator[towns.Peopled]:
    """A town that is really there."""
    with django_db_blocker.unblock():
        connections.close_all()
        try:
            yield towns.build()
        finally:
            connections.close_all()
            place_database.clone()
