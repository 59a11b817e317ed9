"""CPU of the demo's past: a month of its story, through the real operations, with what follows from it.

    python -m benchmarks.demo [--days 14]

Lives through the first days of the past in a place of its own, and scales them to a month; and beside it, in
the same run, keeps a bare row in a transaction of its own for every act of the story. Counts the CPU of the
application and of its PostgreSQL backends apart.
"""

import argparse
import os
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import transaction  # noqa: E402

from benchmarks.cases import TICK, backends, ticks  # noqa: E402
from moothall.civic.matching import understanding  # noqa: E402
from moothall.kernel import act, clock, context, lives  # noqa: E402
from moothall.kernel.models import AuditEntry, Matter, Organisation  # noqa: E402
from moothall.site.demo import history, inline, loading  # noqa: E402
from moothall.site.demo.world import Wexcombe  # noqa: E402
from tests.support.database import fresh_database  # noqa: E402


def main() -> None:
    """Measure the story and its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=14)
    options = parser.parse_args()
    happened: Counter[str] = Counter()
    with fresh_database():
        place = loading.build(lambda _words: None)
        understanding.load()
        before = _acts()
        scale = lives.DAYS_IN_A_MONTH / options.days
        _measure("a month of the story", scale, lambda: _live(place, options.days, happened))
        count = _acts() - before
        _measure(f"floor: {count * scale:.0f} bare rows", scale, lambda: _keep(count))
    for part, times in sorted(happened.items()):
        print(f"  {part:32}{times * scale:6.0f} times a month")


def _live(place: Wexcombe, days: int, happened: Counter[str]) -> None:
    first = history.first_day(clock.now().date())
    with inline.queue() as queue:
        for number in range(days):
            found = history.happenings(place, first + timedelta(days=number))
            happened.update(one.part for one in found)
            history.live_through(found, queue)


def _measure(label: str, scale: float, once: Callable[[], None]) -> None:
    before, start = sum(map(ticks, backends())), time.process_time()
    once()
    own, server = time.process_time() - start, (sum(map(ticks, backends())) - before) / TICK
    print(f"{label:34}{scale * own:7.1f} + {scale * server:5.1f} = {scale * (own + server):6.1f} CPU s")


def _acts() -> int:
    with context.acting(act.system()):
        return AuditEntry.objects.filter(is_reading=False).count()


def _keep(rows: int) -> None:
    council = Organisation.objects.using("owner").values_list("id", flat=True)[0]
    for _ in range(rows):
        with transaction.atomic("owner"):
            Matter.objects.using("owner").create(
                kind="bulky-waste", organisation_id=council, opened_at=clock.now()
            )


if __name__ == "__main__":
    main()
