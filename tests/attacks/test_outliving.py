"""An act is over when its transaction is: however the transaction ends, and whoever still holds a thread of
it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, StreamingHttpResponse
from django.test import RequestFactory

from moothall.kernel import act as acts
from moothall.kernel import allow, context
from moothall.kernel.context import acting
from moothall.kernel.doors import web
from moothall.kernel.models import Matter
from moothall.kernel.tests.support import Small, small_place

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@pytest.fixture
def place() -> Small:
    return small_place()


def is_over() -> bool:
    """Whether the database refuses for want of an act, and the process knows of none."""
    try:
        with transaction.atomic():
            Matter.objects.count()
    except DatabaseError as refused:
        return context.current() is None and refused.__cause__.sqlstate == "MH001"  # type: ignore[union-attr]
    return False


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit, GeneratorExit, ZeroDivisionError])
def test_however_it_ends(place: Small, end: type[BaseException]):
    with pytest.raises(end), acting(place.as_officer()):
        assert Matter.objects.count() == 1
        raise end
    assert is_over()


def test_a_generator_that_nobody_goes_on_with(place: Small):
    def matters() -> Iterator[Any]:
        with acting(place.as_officer()):
            yield from Matter.objects.all()

    abandoned = matters()
    assert next(abandoned).id == place.matter
    abandoned.close()
    assert is_over()


def test_a_page_that_streams_asks_in_vain(place: Small):
    """A page's transaction is over before its answer is sent: what is still asked then is refused."""

    @web.page(allow=allow.anyone)
    def streaming(request: HttpRequest) -> StreamingHttpResponse:
        return StreamingHttpResponse(str(matter.id) for matter in Matter.objects.iterator())

    request = RequestFactory().get("/")
    web.go_on_as(request, place.as_officer())
    answer = streaming(request)
    with pytest.raises(DatabaseError), transaction.atomic():
        list(answer)
    assert is_over()


def test_rows_asked_for_later_are_asked_for_in_vain(place: Small):
    with acting(place.as_officer()):
        lazy = Matter.objects.all()
    with pytest.raises(DatabaseError), transaction.atomic():
        list(lazy)


def test_a_savepoint_that_fails_leaves_the_act_as_it_was(place: Small):
    with acting(place.as_officer()):
        with pytest.raises(DatabaseError), transaction.atomic():
            Matter.objects.raw("SELECT nonsense")[0]
        assert Matter.objects.count() == 1
    assert is_over()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT set_config('moothall.act', current_setting('moothall.act'), false)",
        "DECLARE kept CURSOR FOR SELECT * FROM kernel_matter",
        "PREPARE kept AS SELECT count(*) FROM kernel_matter",
        "SELECT pg_advisory_xact_lock(1)",
    ],
)
def test_nothing_said_in_an_act_makes_it_last(place: Small, statement: str):
    """Under a connection of its own, which commits: a setting for the session, a cursor, a plan."""
    with acting(place.as_officer()), connection.cursor() as cursor:
        cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('moothall.act', true)")
        [kept] = cursor.fetchone()
    if kept:
        with acting(acts.public()):
            assert Matter.objects.count() == 0, "the next act begins with its own"
    with acting(place.as_adviser()):
        assert Matter.objects.count() == 0
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
