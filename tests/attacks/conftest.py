"""One world for all attacks on it."""

from collections.abc import Iterator

import pytest
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from tests.attacks import world as worlds
from tests.support.database import PlaceDatabase


@pytest.fixture(scope="module")
def world(place_database: PlaceDatabase, django_db_blocker: DjangoDbBlocker) -> Iterator[worlds.World]:
    """A world that is really there, for as long as a module attacks it."""
    with django_db_blocker.unblock():
        connections.close_all()
        try:
            yield worlds.build(place_database, seed=worlds.seed())
        finally:
            connections.close_all()
            place_database.clone()
