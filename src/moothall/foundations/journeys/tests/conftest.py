"""What the tests of journeys share."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client

from moothall.foundations.journeys.tests import lending


@pytest.fixture
def library(db: None) -> Iterator[UUID]:
    """The library with its service live."""
    yield lending.open_library()


@pytest.fixture
def browser() -> Client:
    """A browser of somebody nobody knows."""
    return Client()
