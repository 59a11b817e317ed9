"""The rules of the demo's services: proved complete, explained to the last row, and fair."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moothall.engines.dmn import RuleSet, outlook, review, run_examples
from moothall.engines.dmn.model.boxed import DecisionTable
from moothall.foundations.rules import rule_cache

PACKS = Path(__file__).resolve().parent.parent / "packs" / "demo"
FILES = sorted(PACKS.glob("*/rules/*"))
HOUSEHOLDS = 5_000

BAND_ORDER = ["not-on-the-register", "E", "D", "C", "B", "A"]
CHOICES: dict[str, Mapping[str, Any]] = {
    "council-tax-reduction": {
        "On the bill": [True, True, True, False],
        "Pension age": [False, False, False, True],
        "Basic benefit": [False, False, True],
        "Savings": range(0, 12_000, 250),
        "Household": ["single", "couple", "lone-parent", "family"],
        "Children": range(5),
        "Weekly income": range(0, 520, 5),
        "Disability": ["none", "standard", "higher"],
        "Carer": [False, True],
        "Band": list("ABCDEFGH"),
        "Other adults": range(4),
        "Adults in work": range(4),
        "Enforcement": [False, True],
    },
    "housing-register": {
        "Local connection": [False, True],
        "Homelessness": ["none", "prevention", "relief", "main"],
        "Home owner": [False, False, True],
        "Adult rooms": range(1, 4),
        "Boys": range(4),
        "Girls": range(4),
        "Young children": range(5),
        "Bedrooms": range(5),
        "Medical": ["none", "some", "serious", "severe"],
        "Hazards": ["none", "some", "serious"],
        "Care leaver": [False, True],
    },
    "bulky-waste": {"Support": [False, True], "Items": range(1, 11)},
    "blue-badge": {
        "Age": ["under-two", "two", "three-or-over"],
        "Blind": [False, True],
        "Award": ["dla", "pip-moving", "pip-journeys", "war-pension", "armed-forces", "none"],
        "Walking": ["easy", "cannot", "very-hard", "harm"],
        "Arms": [False, True],
        "Lasting": [False, True],
        "Equipment": [False, True],
        "Treatment": [False, True],
        "Short life": [False, True],
    },
}
SETS = {
    "council-tax-reduction": ("reduction.2026", "reduction.2027"),
    "housing-register": ("need",),
    "blue-badge": ("badge",),
    "bulky-waste": ("fee.2024", "fee.2027"),
}
EVERY_SET = [(pack, name) for pack, names in SETS.items() for name in names]
EVERY_DECISION = [
    ("council-tax-reduction", "reduction.2026", "Weekly reduction"),
    ("housing-register", "need", "Place"),
    ("blue-badge", "badge", "Eligibility"),
    ("bulky-waste", "fee.2027", "Fee"),
]
reductions = pytest.mark.parametrize("name", SETS["council-tax-reduction"])


@cache
def rules(pack: str, name: str) -> RuleSet:
    path = PACKS / pack / "rules" / f"{name}.yaml"
    return rule_cache.compiled(f"rules/{path.name}", path.read_text(encoding="utf-8")).rules


def answers(pack: str) -> st.SearchStrategy[dict[str, Any]]:
    """Somebody's answers to everything that a pack's rules ask."""
    return st.fixed_dictionaries({name: st.sampled_from(list(some)) for name, some in CHOICES[pack].items()})


def value(pack: str, name: str, decision: str, given: Mapping[str, Any]) -> Any:
    return rules(pack, name).decide(decision, given).value


def tables(path: Path) -> Iterator[tuple[str, DecisionTable]]:
    model = rule_cache.compiled(f"rules/{path.name}", path.read_text(encoding="utf-8")).file.model
    for decision in model.decisions:
        if isinstance(decision.expression, DecisionTable):
            yield decision.name, decision.expression


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_every_table_is_proved_and_its_tests_pass(path: Path) -> None:
    version = rule_cache.compiled(f"rules/{path.name}", path.read_text(encoding="utf-8"))
    found = review(version.rules)

    assert found.problems == () and found.remarks == ()
    assert version.file.tests
    assert [str(miss) for miss in run_examples(version.rules, version.file.tests)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_every_row_gives_its_reason_in_a_sentence(path: Path) -> None:
    for decision, table in tables(path):
        for number, rule in enumerate(table.rules, 1):
            assert rule.notes and rule.notes[0].endswith("."), f"{decision}, rule {number}"
            assert rule.notes[0][0].isupper() and len(rule.notes[0]) < 130


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_every_rule_of_the_file_decides_in_some_test(path: Path) -> None:
    version = rule_cache.compiled(f"rules/{path.name}", path.read_text(encoding="utf-8"))
    seen: set[tuple[str, int]] = set()
    for test in version.file.tests:
        for decision in test.expect:
            for hit in version.rules.decide(decision, test.given).hits:
                seen |= {(hit.table.name, number) for number in hit.rules}
    every = {(name, number) for name, table in tables(path) for number in range(len(table.rules))}
    assert every - seen == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_rules_follow_one_another_without_a_gap(path: Path) -> None:
    files = {f"rules/{one.name}": one.read_text(encoding="utf-8") for one in path.parent.iterdir()}
    versions = rule_cache.versions(files, rule_cache.name_of(f"rules/{path.name}"))
    for later, earlier in pairwise(versions):
        began = date.fromisoformat(later.about.valid_from)
        assert date.fromisoformat(earlier.about.valid_to) == began - timedelta(days=1)
    assert versions[0].about.valid_to == ""


@pytest.mark.parametrize(("pack", "name"), EVERY_SET)
def test_the_answers_tried_here_are_those_the_rules_ask(pack: str, name: str) -> None:
    assert set(rules(pack, name).inputs) == CHOICES[pack].keys()


@pytest.mark.parametrize(("pack", "name", "decision"), EVERY_DECISION)
def test_a_whole_population_gets_what_each_household_gets(pack: str, name: str, decision: str) -> None:
    dice = np.random.default_rng(2026)
    columns = {
        asked: np.array(list(some))[dice.integers(0, len(some), HOUSEHOLDS)]
        for asked, some in CHOICES[pack].items()
    }
    decide = rules(pack, name).decider(decision)
    at_once = rules(pack, name).decide_columns(decision, columns).to_list()

    rows = zip(*(column.tolist() for column in columns.values()), strict=True)
    assert at_once == [decide(dict(zip(columns, row, strict=True))) for row in rows]
    assert len({repr(each) for each in at_once}) > 2


@pytest.mark.parametrize(
    ("pack", "name", "decision"),
    [
        ("council-tax-reduction", "reduction.2026", "Entitlement"),
        ("council-tax-reduction", "reduction.2027", "Scheme"),
        ("housing-register", "need", "Joining"),
        ("housing-register", "need", "Band"),
        ("blue-badge", "badge", "Eligibility"),
    ],
)
@settings(max_examples=40)
@given(data=st.data())
def test_what_is_settled_early_stays_so(pack: str, name: str, decision: str, data: st.DataObject) -> None:
    """Whatever is asked first: a result that is called settled is the one that all answers give."""
    full = data.draw(answers(pack))
    known = {asked: full[asked] for asked in data.draw(st.sets(st.sampled_from(sorted(full))))}
    view = outlook(rules(pack, name), decision, known)

    decided = value(pack, name, decision, full)
    assert not view.settled or view.likeliest == decided
    assert view.results == () or decided in [each.value for each in view.results]
    assert view.settled or view.questions


@reductions
@given(who=answers("council-tax-reduction"), more=st.integers(1, 300))
def test_more_income_never_gives_more_reduction(name: str, who: dict[str, Any], more: int) -> None:
    richer = {**who, "Weekly income": who["Weekly income"] + more}
    assert reduction(name, richer) <= reduction(name, who)


@reductions
@given(who=answers("council-tax-reduction"), more=st.integers(1, 9_000))
def test_more_savings_never_give_more_reduction(name: str, who: dict[str, Any], more: int) -> None:
    richer = {**who, "Savings": who["Savings"] + more}
    assert reduction(name, richer) <= reduction(name, who)


@reductions
@given(who=answers("council-tax-reduction"))
def test_a_premium_never_costs_anything(name: str, who: dict[str, Any]) -> None:
    without = {**who, "Carer": False, "Disability": "none"}
    for better in ({"Carer": True}, {"Disability": "standard"}, {"Disability": "higher"}):
        assert reduction(name, {**without, **better}) >= reduction(name, without)


@reductions
@given(who=answers("council-tax-reduction"))
def test_another_adult_in_a_couples_home_never_gives_more(name: str, who: dict[str, Any]) -> None:
    couple = {**who, "Household": "couple", "Adults in work": 0}
    fuller = {**couple, "Other adults": couple["Other adults"] + 1}
    assert reduction(name, fuller) <= reduction(name, couple)


@reductions
@given(who=answers("council-tax-reduction"))
def test_a_reduction_is_nothing_or_between_a_pound_and_the_charge(name: str, who: dict[str, Any]) -> None:
    found = reduction(name, who)
    charge = value("council-tax-reduction", name, "Weekly charge", who)
    assert found == 0 or 1 <= found <= charge
    assert found == round(found, 2)


def reduction(name: str, who: Mapping[str, Any]) -> Any:
    return value("council-tax-reduction", name, "Weekly reduction", who)


@pytest.mark.parametrize("name", SETS["bulky-waste"])
@given(items=st.integers(1, 10))
def test_another_item_never_costs_less_and_support_always_helps(name: str, items: int) -> None:
    full, more, reduced = (
        sum(line["amount"] * line["count"] for line in value("bulky-waste", name, "Fee", given))
        for given in (
            {"Items": items, "Support": False},
            {"Items": items + 1, "Support": False},
            {"Items": items, "Support": True},
        )
    )
    assert reduced < full <= more


@given(who=answers("housing-register"), more=st.integers(1, 4))
def test_more_shortfall_never_lowers_the_band_or_the_points(who: dict[str, Any], more: int) -> None:
    fuller = {**who, "Adult rooms": who["Adult rooms"] + more}
    before, after = (value("housing-register", "need", "Place", each) for each in (who, fuller))
    assert BAND_ORDER.index(after["band"]) >= BAND_ORDER.index(before["band"])
    assert after["points"] >= before["points"]


@given(who=answers("housing-register"))
def test_a_worse_home_never_lowers_the_band_or_the_points(who: dict[str, Any]) -> None:
    for asked in ("Medical", "Hazards", "Homelessness"):
        places = [
            value("housing-register", "need", "Place", {**who, asked: worse})
            for worse in CHOICES["housing-register"][asked]
        ]
        ranks = [(BAND_ORDER.index(place["band"]), place["points"]) for place in places]
        assert [rank for rank, _ in ranks] == sorted(rank for rank, _ in ranks)
        assert [points for _, points in ranks] == sorted(points for _, points in ranks)


@given(who=answers("housing-register"), fewer=st.integers(1, 4))
def test_a_band_comes_with_its_priority(who: dict[str, Any], fewer: int) -> None:
    place = value("housing-register", "need", "Place", {**who, "Bedrooms": max(0, who["Bedrooms"] - fewer)})
    order = {"A": "urgent", "B": "high", "C": "normal", "D": "normal"}
    assert place["priority"] == order.get(place["band"], "low")


@given(who=answers("blue-badge"))
def test_one_more_reason_never_takes_a_badge_away(who: dict[str, Any]) -> None:
    order = ["not-eligible", "assessment", "automatic"]
    before = order.index(value("blue-badge", "badge", "Eligibility", who))
    for asked in ("Blind", "Arms", "Lasting", "Equipment", "Treatment"):
        after = value("blue-badge", "badge", "Eligibility", {**who, asked: True})
        assert order.index(after) >= before


@given(who=answers("blue-badge"))
def test_nobody_under_two_has_a_badge_at_once(who: dict[str, Any]) -> None:
    assert value("blue-badge", "badge", "Eligibility", {**who, "Age": "under-two"}) != "automatic"
