"""What searching costs: the first page of results and all counts, under the access policies, of many things.

Usage: python -m benchmarks.search [--items 100000]. Makes a database of its own on the tests' server and
fills the index with services and public matters, whose words are as unevenly spread as in language (Zipf).
Prints milliseconds, medians of interleaved tries: the application asking ``search.results`` as the public
(*search*), and a superuser asking PostgreSQL's full text for the twenty best of all that fit, without forms
of words, languages, counts or anybody's rights (*plain*).
"""

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from moothall.foundations.search import queries  # noqa: E402
from moothall.kernel import act as acts  # noqa: E402
from moothall.kernel import clock  # noqa: E402
from tests.support.database import PlaceDatabase, fresh_database  # noqa: E402

WORDS, LENGTH, TRIES = 20_000, 40, 25
COPY = "COPY search_item (id, type, key, language, title, text, path, area, matter_id) FROM STDIN"
MATTER = (
    "COPY kernel_matter (id, reference, kind, organisation_id, title, visibility, opened_at, published_at,"
    " hidden_for) FROM STDIN"
)
PLAIN = """
SELECT id FROM search_item WHERE vector @@ plainto_tsquery('simple', %s)
 ORDER BY ts_rank(vector, plainto_tsquery('simple', %s), 1) DESC LIMIT 20
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    options = parser.parse_args()
    with fresh_database() as database:
        fill(database, options.items)
        for words in ("w15000", "w900", "w40 w300", "w3", "w0"):
            report(database, words)


def fill(database: PlaceDatabase, items: int) -> None:
    """The index; every third thing hangs on a public matter."""
    dice = random.Random(1)
    weights = [1 / (rank + 5) for rank in range(WORDS)]
    names = [f"w{rank}" for rank in range(WORDS)]
    owner, moment = clock.uuid7(), clock.now()
    keys = [clock.uuid7() for _ in range(items)]
    with database.superuser(database.name) as server:
        server.execute("SET session_replication_role = replica")
        with server.cursor().copy(MATTER) as copy:
            for key in keys[::3]:
                copy.write_row((key, str(key)[-20:], "report", owner, "", "public", moment, moment, ""))
        server.execute("ALTER TABLE search_item ENABLE ALWAYS TRIGGER search_fill")
        with server.cursor().copy(COPY) as copy:
            for number, key in enumerate(keys):
                said = dice.choices(names, weights, k=LENGTH)
                title, text = " ".join(said[:5]), " ".join(said[5:])
                matter = None if number % 3 else key
                kind = "directory.service" if number % 3 else "threads.matter"
                copy.write_row((clock.uuid7(), kind, str(key), "en", title, text, "/", "", matter))
        server.execute("ALTER TABLE search_item ENABLE TRIGGER search_fill")
        server.execute("ANALYZE search_item, kernel_matter")


def report(database: PlaceDatabase, words: str) -> None:
    """Both ways for one search, in turns."""
    act = acts.public()
    with database.superuser(database.name) as server:
        ways: dict[str, Callable[[], object]] = {
            "search": lambda: queries.results(act, words=words),
            "plain": lambda: server.execute(PLAIN, (words, words)).fetchall(),
        }
        taken: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(TRIES):
            for name, way in ways.items():
                begun = time.perf_counter()
                way()
                taken[name].append(1000 * (time.perf_counter() - begun))
        fit = server.execute(
            "SELECT count(*) FROM search_item WHERE vector @@ plainto_tsquery('simple', %s)", (words,)
        ).fetchone()
    medians = "  ".join(f"{name} {statistics.median(times):7.1f} ms" for name, times in taken.items())
    print(f"{words:10} {fit[0] if fit else 0:8} fit  {medians}", flush=True)


if __name__ == "__main__":
    main()
