"""Health, readiness and metrics, answered before anything else is asked of the application."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.act import Door
from moothall.kernel.context import HARMLESS
from moothall.kernel.queries import backlogs

QUEUE = "SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status"


def answer_health(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: ``/healthz`` (the process answers), ``/readyz`` (it reaches its database), ``/metrics``
    (Prometheus text format 0.0.4; no personal data)."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.path == "/healthz":
            return JsonResponse({"status": "ok"})
        if request.path == "/readyz":
            return _readiness()
        if request.path == "/metrics":
            return HttpResponse("\n".join(_metrics()) + "\n", content_type="text/plain; version=0.0.4")
        return get_response(request)

    return answer


def _readiness() -> JsonResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute(HARMLESS)
            if cursor.fetchone() != (True,):
                return JsonResponse({"status": "the database role could get round the policies"}, status=503)
            cursor.execute("SELECT clock_timestamp()")
            apart = abs((clock.now() - cursor.fetchone()[0]).total_seconds())
            if apart > settings.MOOTHALL_CONTEXT_SECONDS / 2:
                return JsonResponse({"status": "the clock here is not the database's"}, status=503)
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "ok"})


def _metrics() -> Iterable[str]:
    yield "# HELP moothall_jobs Background jobs by status."
    yield "# TYPE moothall_jobs gauge"
    with connection.cursor() as cursor:
        cursor.execute(QUEUE)
        for status, count in cursor.fetchall():
            yield f'moothall_jobs{{status="{status}"}} {count}'
    yield from _waiting()
    yield from _rounds()


def _waiting() -> Iterable[str]:
    act = acts.system(door=Door.PAGE)
    standings = backlogs.standings(act)
    yield "# HELP moothall_waiting What was acknowledged and waits to be passed on, by kind."
    yield "# TYPE moothall_waiting gauge"
    for one in standings:
        yield f'moothall_waiting{{kind="{one.name}"}} {one.count}'
    yield "# HELP moothall_waiting_seconds How long the oldest of a kind has waited."
    yield "# TYPE moothall_waiting_seconds gauge"
    for one in standings:
        age = (act.at - one.oldest).total_seconds() if one.oldest else 0
        yield f'moothall_waiting_seconds{{kind="{one.name}"}} {age:.0f}'


def _rounds() -> Iterable[str]:
    yield "# HELP moothall_clock_failed Whether what the clock does failed the last time."
    yield "# TYPE moothall_clock_failed gauge"
    for one in backlogs.rounds(acts.system(door=Door.PAGE)):
        yield f'moothall_clock_failed{{task="{one.name}"}} {one.failed:d}'
