"""Nothing acknowledged is ever lost: jobs belong to their act, what finds nothing comes again, and what waits
without a job is found."""

import asyncio
import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, connections
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from procrastinate.contrib.django import app

from moothall.adapters.embedded_pay import tasks as bank_tasks
from moothall.foundations.messages import operations as messages
from moothall.foundations.messages import rules
from moothall.foundations.messages import tasks as post
from moothall.foundations.messages.adapters import base, embedded
from moothall.foundations.messages.models import Message
from moothall.foundations.payments import tasks as payments
from moothall.kernel import act as acts
from moothall.kernel import backlogs, clock, jobs, tasks, views
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.doors import web
from moothall.kernel.operations import people
from moothall.kernel.queries import backlogs as backlog_queries
from moothall.kernel.roles import permissions_of
from moothall.kernel.tests.support import small_place
from moothall.site.checks import Level, service
from tests.support.database import PlaceDatabase

database = pytest.mark.django_db(databases=["default", "signin"])
LATER = backlogs.GRACE * 2


@pytest.fixture(autouse=True)
def outbox(settings: Any, tmp_path: Path) -> None:
    settings.MOOTHALL_OUTBOX = tmp_path / "outbox"
    settings.MOOTHALL_CHANNELS = {"email": "embedded-email", "sms": "embedded-sms"}


def written() -> str:
    """A message that waits to be sent, its job with it."""
    person = people.register_person(acts.public(), personal={"name": "Ann", "email": "ann@wexcombe.example"})
    message = messages.write(
        acts.system(), person=person, cause=clock.uuid7(), template="booked", subject="See you", body="Come."
    )
    return str(message)


def row_of(message: str) -> Message:
    with acting(acts.system()):
        return Message.objects.get(pk=UUID(message))


def waiting_jobs(task: str) -> list[dict[str, Any]]:
    """The arguments of the jobs of ``task`` that wait."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args::text FROM procrastinate_jobs WHERE task_name = %s AND status = 'todo'", (task,)
        )
        return [json.loads(args) for (args,) in cursor]


def lose_jobs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def in_a_worker(work: Callable[[], None]) -> None:
    """Do ``work`` as a worker does a task: in a thread, while its own connector takes up the jobs."""

    async def run() -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as ready:  # type: ignore[attr-defined]
            async with ready.open_async():
                await sync_to_async(closing(work))()

    asyncio.run(run())


def closing(work: Callable[[], None]) -> Callable[[], None]:
    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    return run


def test_in_a_worker_too_a_job_is_there_with_the_act_that_asks_for_it_and_never_without(
    committed: PlaceDatabase,
) -> None:
    def seen_by_others() -> int:
        with psycopg.connect(committed.cluster.dsn(committed.name)) as other:
            row = other.execute("SELECT count(*) FROM procrastinate_jobs").fetchone()
            return int(row[0]) if row else 0

    def work() -> None:
        with pytest.raises(ZeroDivisionError), acting(acts.system()):
            jobs.have("messages.send", message=str(clock.uuid7()))
            assert seen_by_others() == 0, "before the commit"
            raise ZeroDivisionError
        assert seen_by_others() == 0, "after the rollback"
        with acting(acts.system()):
            jobs.have("messages.send", message=str(clock.uuid7()))
        assert seen_by_others() == 1, "after the commit"

    in_a_worker(work)


def test_a_job_is_asked_for_inside_an_act(committed: PlaceDatabase) -> None:
    with pytest.raises(RuntimeError, match="inside an act"):
        jobs.have("messages.send", message=str(clock.uuid7()))


@database
@pytest.mark.parametrize(
    "task",
    [post.send, payments.capture, payments.void, payments.refund, payments.follow, bank_tasks.send],
)
def test_a_job_that_finds_nothing_fails_and_comes_again(task: Any) -> None:
    with pytest.raises(Exception, match=r"no such|could not find|no payment|no refund"):
        task(str(clock.uuid7()))
    job = task.configure().make_new_job()
    assert task.get_retry_exception(LookupError(), job) is not None
    assert task.get_retry_exception(DatabaseError(), job) is not None


@base.EMAIL.under("broken-for-tests")
class Broken(base.Channel):
    """A post office that fails in every way it can think of."""

    channel = "email"
    ways: tuple[Exception, ...] = (
        base.CannotSend("closed"), OSError(20, "Not a directory"), RuntimeError("?"), DatabaseError("gone"),
    )  # fmt: skip
    tries = 0

    def test(self) -> None:
        """Nothing is reached."""

    def send(self, letter: base.OutgoingMessage) -> str:
        Broken.tries += 1
        raise self.ways[Broken.tries % len(self.ways)]


@database
def test_whatever_the_post_fails_of_a_message_is_tried_again_and_counted(settings: Any) -> None:
    message = written()
    lose_jobs()
    settings.MOOTHALL_CHANNELS = {"email": "broken-for-tests"}
    for attempt in range(1, rules.ATTEMPTS):
        post.send(message=message)
        assert (row_of(message).state, row_of(message).attempts) == (Message.State.WAITING, attempt)
    assert waiting_jobs("messages.send") == [{"message": message}] * (rules.ATTEMPTS - 1)
    settings.MOOTHALL_CHANNELS = {"email": "embedded-email"}
    post.send(message=message)
    assert row_of(message).state == Message.State.SENT
    assert len(list(embedded.kept())) == 1


@database
def test_what_waits_without_a_job_is_found_counted_and_taken_up_again_once() -> None:
    message = written()
    lose_jobs()
    with clock.set_to(clock.now() + timedelta(minutes=1)):
        tasks.sweep(acts.system())
        assert waiting_jobs("messages.send") == [], "its own job may still be on its way"
    with clock.set_to(clock.now() + LATER):
        for _time in range(2):
            tasks.sweep(acts.system())
            assert waiting_jobs("messages.send") == [{"message": message}]
            assert waiting_jobs("kernel.deliver") == [], "nobody awaits what happened"
        (standing,) = [one for one in backlog_queries.standings(acts.system()) if one.name == "messages"]
        assert (standing.count, standing.is_late) == (1, False)
    with clock.set_to(clock.now() + timedelta(hours=2)):
        (standing,) = [one for one in backlog_queries.standings(acts.system()) if one.name == "messages"]
        assert standing.is_late
    post.send(message=message)
    lose_jobs()
    with clock.set_to(clock.now() + LATER):
        tasks.sweep(acts.system())
    assert waiting_jobs("messages.send") == []


@database
def test_every_kind_that_may_wait_is_looked_after() -> None:
    assert set(backlogs.BACKLOGS) >= {
        "events", "parked", "messages", "captures", "cancellations", "refunds", "notices",
        "partitions", "due",
    }  # fmt: skip
    for one in backlog_queries.standings(acts.system()):
        assert one.title and one.count == 0 and one.oldest is None and not one.is_late


@database
def test_what_waits_for_too_long_is_told_by_metrics_doctor_and_the_operators_page() -> None:
    written()
    place = small_place()
    operator = acts.staff(
        place.officer, organisation=place.council, permissions=permissions_of(["operator"]),
        role=acts.Role.OPERATOR,
    )  # fmt: skip
    with clock.set_to(clock.now() + timedelta(hours=2)):
        metrics = Client().get("/metrics").content.decode()
        assert 'moothall_waiting{kind="messages"} 1' in metrics
        assert re.search(r'moothall_waiting_seconds\{kind="messages"\} 72\d\d', metrics)
        (found,) = [one for one in service.passed_on() if "Messages to send" in one.words]
        assert (found.level, "2.0 hours" in found.words) == (Level.WRONG, True)
        page = shown(operator).content.decode()
    assert "Messages to send" in page and "too long" in page
    assert shown(place.as_officer()).status_code in {302, 403}


def shown(act: Act) -> HttpResponseBase:
    """The operator's page, as ``act`` sees it."""
    request = RequestFactory().get("/staff/waiting/")
    request.user, request.session = AnonymousUser(), {}  # type: ignore[assignment]
    web.go_on_as(request, act)
    return views.waiting(request)


def test_what_the_clock_cannot_do_for_one_is_done_for_the_others_and_told() -> None:
    done: list[float] = []
    with pytest.raises(ExceptionGroup, match="1 could not be done"):
        jobs.for_each([1, 0, 2], lambda number: done.append(2 / number))
    assert done == [2, 1]
