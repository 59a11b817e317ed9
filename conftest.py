"""What every test can ask for: a real database, wrapped in a transaction or, if asked for, committed to."""

import os
from collections.abc import Iterator

import pytest
from django.db import connections
from hypothesis import HealthCheck, settings
from playwright.sync_api import expect
from pytest_django.plugin import DjangoDbBlocker

from tests.browser.support import browser, browser_page, place_url
from tests.support.database import PlaceDatabase, fresh_database
from tests.support.patience import PATIENCE

__all__ = ["browser", "browser_page", "place_url"]

# A change is judged by what it changed, so every run draws the same examples (MOOTHALL_EXPLORE=1 draws new
# ones), and how fast the machine draws them says nothing. A test sets none of this itself.
settings.register_profile(
    "moothall",
    derandomize=not os.environ.get("MOOTHALL_EXPLORE"),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("moothall")
expect.set_options(timeout=PATIENCE * 1000)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds ``--long``."""
    parser.addoption("--long", action="store_true", help="also what is marked long: soaks, repetitions")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what is marked long, unless ``--long`` asks for it."""
    if config.getoption("--long"):
        return
    left_out = [item for item in items if item.get_closest_marker("long")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if not item.get_closest_marker("long")]


@pytest.fixture(scope="session")
def place_database(django_db_blocker: DjangoDbBlocker) -> Iterator[PlaceDatabase]:
    """The database of this test process, behind all of Django's aliases."""
    with django_db_blocker.unblock(), fresh_database() as database:
        yield database


@pytest.fixture(scope="session")
def django_db_setup(place_database: PlaceDatabase) -> None:
    """Takes the place of pytest-django's own, which would have the application's role make databases."""


@pytest.fixture
def committed(place_database: PlaceDatabase, django_db_blocker: DjangoDbBlocker) -> Iterator[PlaceDatabase]:
    """For tests that need real commits (several connections, threads, crashes): nothing is rolled back.

    Afterwards the database is cloned afresh, so the next test finds what a migration leaves. Use it instead
    of ``django_db(transaction=True)``, whose TRUNCATE the application's role may not run.
    """
    with django_db_blocker.unblock():
        connections.close_all()  # whatever an earlier test left open may lead to a database that is gone
        try:
            yield place_database
        finally:
            connections.close_all()
            place_database.clone()
