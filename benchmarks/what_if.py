"""How fast “what if” answers over the demo's households, beside deciding household by household.

    python -m benchmarks.what_if

Both versions of the demo's council tax reduction are decided for every invented household, changes are
counted by ward, and small counts are hidden: all that the page does but its drawing. The floor decides a
sample of the same households one by one, as a journey does, in the same run; the answers are compared first.
Figures are CPU seconds (all threads), the best of several rounds.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from time import process_time
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from moothall.engines.dmn import RuleSet, compile_rules, read_yaml  # noqa: E402
from moothall.foundations.rules.what_if.comparing import by_group, change, totals  # noqa: E402
from moothall.foundations.rules.what_if.grouping import groups_of  # noqa: E402
from moothall.foundations.rules.what_if.steps import steps  # noqa: E402
from moothall.site import environment  # noqa: E402
from moothall.site.demo import content  # noqa: E402
from moothall.site.demo.population import columns  # noqa: E402

DECISION = "Weekly reduction"
SAMPLE = 500
ROUNDS = 5


def version(year: int) -> RuleSet:
    """The scheme of a year."""
    path = environment.ROOT / "packs" / "demo" / "council-tax-reduction" / "rules" / f"reduction.{year}.yaml"
    return compile_rules(read_yaml(path.read_text(), source=path.name).model)


def best(work: Callable[[], Any]) -> float:
    """The least CPU time of several rounds."""
    found = []
    for _round in range(ROUNDS):
        started = process_time()
        work()
        found.append(process_time() - started)
    return min(found)


def main() -> None:
    """Compare the answers, then measure."""
    people = {column.name: column for column in columns(content.read("population"), content.areas())}
    old, new = version(2026), version(2027)
    given = {name: people[name].results for name in old.inputs}
    rows = len(people["Ward"])
    every = max(rows // SAMPLE, 1)
    listed = {name: column.to_list() for name, column in given.items()}
    sample = [{name: values[at] for name, values in listed.items()} for at in range(0, rows, every)]

    def one_by_one() -> list[tuple[Any, Any]]:
        return [tuple(rules.decide(DECISION, row).value for rules in (old, new)) for row in sample]

    def whole() -> Any:
        found = change(old, new, DECISION, given)
        told = totals(found)
        ward = people["Ward"]
        groups = groups_of(ward.values, ward.codes, others="others")
        return found, told and by_group(found, groups, told.told), steps(found)

    found = whole()[0]
    by_columns = found.before.to_list()[::every], found.after.to_list()[::every]
    assert list(zip(*by_columns, strict=True)) == one_by_one(), "the two ways disagree"

    columns_time, floor = best(whole), best(one_by_one) * rows / len(sample)
    decisions = len(old.decision_names())
    print(f"Python {platform.python_version()}, {rows:,} households, two versions of {decisions} decisions")
    print(f"  what if, everybody:         {columns_time:6.2f} s CPU")
    ratio = floor / columns_time
    print(f"  one by one ({len(sample)}, scaled up): {floor:6.2f} s CPU, {ratio:.0f} times as long")


if __name__ == "__main__":
    main()
