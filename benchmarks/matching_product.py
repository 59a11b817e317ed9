"""CPU of finding help in the product, beside a bare Django view over the same table in the same run.

    python -m benchmarks.matching_product [--requests 100]

Counts the CPU of the application and of its PostgreSQL backends (from /proc), through the whole middleware.
The directory is the 313 services of the shared data folder, or the demo place where that is missing, once
compared in memory and once through the database's indexes as a large directory is. The model runs on this
machine and its vectors are made before anything is counted (about half a minute).
"""

import argparse
import os
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.contrib.postgres.search import SearchQuery  # noqa: E402
from django.db import connections  # noqa: E402
from django.http import HttpRequest, JsonResponse  # noqa: E402
from django.test import Client, RequestFactory  # noqa: E402

from moothall.civic.matching import index_cache, outcomes, tasks  # noqa: E402
from moothall.foundations.directory import demo  # noqa: E402
from moothall.foundations.directory.feeds import imports, streaming  # noqa: E402
from moothall.foundations.directory.models import Service  # noqa: E402
from moothall.kernel import act as acts  # noqa: E402
from moothall.kernel import context, gate  # noqa: E402
from moothall.site import environment  # noqa: E402
from tests.support.database import fresh_database  # noqa: E402

TICK = os.sysconf("SC_CLK_TCK")
SHARED = Path(os.environ.get("MOOTHALL_SHARED") or environment.ROOT.parent / "shared")
REAL = SHARED / "data" / "directory" / "hounslow" / "hounslow_oruk3_services.json"
NEEDS = (
    "mum keeps forgetting things and I'm worn out",
    "got a sofa to get rid of",
    "can't pay my electric bill",
    "lonely since my husband died",
    "damp and mould in my flat",
    "where can my teenager go after school",
)


def main() -> None:
    """Measure the floor, the match alone, and the pages around it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100)
    requests = parser.parse_args().requests
    with fresh_database():
        count = _fill()
        print(f"{count} services, {requests} requests each; CPU in ms: application + PostgreSQL = together")
        words = cycle(NEEDS)
        _show("floor: bare view, full text of the same table", requests, lambda: _bare(next(words)))
        _show("the match alone, in memory", requests, lambda: _match(next(words)))
        _pages(requests, words)
        index_cache.MOST = 0
        with connections["owner"].cursor() as cursor:
            cursor.execute("ANALYZE directory_service")
        _show("the match alone, through the indexes", requests, lambda: _match(next(words)))


def _fill() -> int:
    if REAL.is_file():
        imports.import_services(streaming.services_in(REAL), source="real", progress=lambda words: None)
    else:
        demo.load(environment.ROOT / "packs" / "demo" / "place", lambda words: None)
    tasks.describe_services(acts.system())
    with context.acting(acts.public()):
        return Service.objects.count()


def _pages(requests: int, words: Iterator[str]) -> None:
    browser, asking = Client(), Client()
    found = browser.post("/find/", {"words": NEEDS[0]})["Location"]
    _show("asking (POST), the match with it", requests, lambda: asking.post("/find/", {"words": next(words)}))
    _show("results (GET; also reload and back)", requests, lambda: _seen(browser, found))
    _show("front page", requests, lambda: _seen(browser, "/"))


def _seen(browser: Client, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.status_code


def _match(words: str) -> object:
    with gate.reading(act := acts.public()):
        return outcomes.outcome_of(act, words)


def _bare(words: str) -> object:
    """What a plain Django view would do: full text of any of the words, ten rows, JSON."""
    return _bare_view(RequestFactory().get("/"), words)


def _bare_view(request: HttpRequest, words: str) -> JsonResponse:
    asked = SearchQuery(" or ".join(words.split()), search_type="websearch", config="english")
    with context.acting(acts.public()):
        rows = Service.objects.filter(search=asked).values("id", "name", "text")[:10]
        return JsonResponse({"services": list(rows)})


def _show(label: str, requests: int, ask: Callable[[], object]) -> None:
    ask()
    backends = [_backend(alias) for alias in ("default", "signin")]
    server, own = sum(map(_ticks, backends)), time.process_time()
    walls = []
    for _ in range(requests):
        begun = time.perf_counter()
        ask()
        walls.append(1000 * (time.perf_counter() - begun))
    own = 1000 * (time.process_time() - own) / requests
    server = 1000 * (sum(map(_ticks, backends)) - server) / TICK / requests
    p95 = sorted(walls)[int(0.95 * (requests - 1))]
    print(f"{label:48} {own:6.2f} + {server:5.2f} = {own + server:6.2f}   p95 {p95:6.1f} ms of wall clock")


def _backend(alias: str) -> int:
    connections[alias].ensure_connection()
    return int(connections[alias].connection.info.backend_pid)


def _ticks(backend: int) -> int:
    """User and system time of a process in clock ticks (proc(5), fields 14 and 15)."""
    fields = Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


if __name__ == "__main__":
    main()
