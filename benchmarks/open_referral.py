"""CPU per request of the Open Referral UK server, beside a bare Django view over the same tables.

    python -m benchmarks.open_referral [--services 10000] [--requests 300]

Counts the CPU of the application and of its PostgreSQL backend (from /proc), through the whole middleware.
Runs on a database of its own.
"""

import argparse
import contextlib
import io
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import connections  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.test import Client, RequestFactory  # noqa: E402

from benchmarks.imports import write_feed  # noqa: E402
from moothall.foundations.directory import commands  # noqa: E402
from moothall.foundations.directory.models import Service  # noqa: E402
from tests.support.database import fresh_database  # noqa: E402

TICK = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure every kind of request."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--services", type=int, default=10_000)
    parser.add_argument("--requests", type=int, default=300)
    options = parser.parse_args()
    with fresh_database(), tempfile.TemporaryDirectory() as folder:
        feed = Path(folder) / "feed.json"
        write_feed(feed, options.services)
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            commands.import_open_referral([str(feed)])
        with connections["owner"].cursor() as cursor:
            cursor.execute("ANALYZE")
        _all(options.services, options.requests)


def _all(services: int, requests: int) -> None:
    client = Client()
    one = client.get("/oruk/services", {"per_page": 1}).json()["contents"][0]["id"]
    deep = max(services // 50 // 2, 1)
    paths = {
        "list of 50": "/oruk/services?per_page=50",
        f"list of 50, page {deep}": f"/oruk/services?per_page=50&page={deep}",
        "50 by words": "/oruk/services?per_page=50&search=dementia+carers+walking",
        "50 by day and hours": "/oruk/services?per_page=50&day=SA&start_time=08:00&end_time=18:00",
        "50 places": "/oruk/service_at_locations?per_page=50",
        "one service": f"/oruk/services/{one}",
        "browse page": "/services/",
    }
    print(f"{services:,} services; CPU ms a request: application + PostgreSQL")
    for label, path in paths.items():
        _show(label, requests, "default", lambda path=path: client.get(path))  # type: ignore[misc]
    ask = RequestFactory().get("/")
    _show("floor, bare list of 50", requests, "owner", lambda: _bare_list(ask))
    _show("floor, bare one", requests, "owner", lambda: _bare_one(ask, one))


def _bare_list(request: HttpRequest) -> HttpResponse:
    texts = list(
        Service.objects.using("owner").order_by("name", "id").values_list("brief_json", flat=True)[:50]
    )
    total = Service.objects.using("owner").count()
    return HttpResponse(json.dumps({"total_items": total})[:-1] + f',"contents":[{",".join(texts)}]}}')


def _bare_one(request: HttpRequest, identity: str) -> HttpResponse:
    return HttpResponse(Service.objects.using("owner").values_list("full_json", flat=True).get(pk=identity))


def _show(label: str, requests: int, alias: str, ask: Callable[[], HttpResponse]) -> None:
    for _ in range(5):
        assert ask().status_code == 200
    backend = _backend(alias)
    own, server, wall = time.process_time(), _server_seconds(backend), time.monotonic()
    for _ in range(requests):
        ask()
    own, server = time.process_time() - own, _server_seconds(backend) - server
    wall = time.monotonic() - wall
    print(
        f"  {label:<24} {1000 * (own + server) / requests:6.2f}  = {1000 * own / requests:5.2f} + "
        f"{1000 * server / requests:5.2f}   {requests / wall:6.0f} a second"
    )


def _backend(alias: str) -> int:
    connections[alias].ensure_connection()
    return int(connections[alias].connection.info.backend_pid)


def _server_seconds(backend: int) -> float:
    fields = Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


if __name__ == "__main__":
    main()
