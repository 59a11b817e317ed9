"""Who decides when, and which amounts texts quote."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from moothall.engines.dmn import About
from moothall.foundations.rules import rule_cache
from moothall.foundations.rules.rules.figures import blanks, quoted
from moothall.foundations.rules.rules.periods import periods
from moothall.foundations.rules.rules.quoting import amounts, stale

FEE = """\
rules: Fee
version: "1"
inputs:
  Items: {type: whole number}
decisions:
  Full fee: {result: money, otherwise: 18}
  Reduced fee: {result: money, otherwise: = Full fee / 2}
  Fee:
    result: money
    choose: first
    rules:
      - when: {Items: "> 3"}
        then: = Full fee * 2
        because: The fee is {Full fee}, twice, and not {Nothing}.
    otherwise: = Full fee
"""
DAYS = st.dates().map(lambda day: day.isoformat())


def about(first: str = "", last: str = "", version: str = "") -> About:
    return About(version=version, valid_from=first, valid_to=last)


def test_a_version_within_another_interrupts_it():
    found = periods(
        [about("2024-04-01", "2027-03-31"), about("2026-12-15", "2027-01-31"), about("2027-04-01")]
    )
    assert [(one.first, one.last, one.version) for one in found] == [
        ("2024-04-01", "2026-12-14", 0),
        ("2026-12-15", "2027-01-31", 1),
        ("2027-02-01", "2027-03-31", 0),
        ("2027-04-01", "", 2),
    ]


def test_a_gap_is_told():
    found = periods([about("2024-04-01", "2026-03-31"), about("2026-04-02")])
    assert [(one.first, one.last, one.version) for one in found][1] == ("2026-04-01", "2026-04-01", None)


@given(st.lists(st.tuples(DAYS | st.just(""), DAYS | st.just("")), max_size=4), DAYS)
def test_on_each_day_decides_who_the_shelf_would_take(spans, day):
    versions = [about(first, last, str(at)) for at, (first, last) in enumerate(spans)]
    inside = [one for one in periods(versions) if one.first <= day and (not one.last or day <= one.last)]
    applying = [one for one in versions if one.applies_on(day)]
    expected = max(applying, key=lambda one: (one.valid_from, one.version), default=None)
    found = inside[0].version if inside else None
    assert (versions[found] if found is not None else None) == expected


def test_texts_quote_figures_of_rules():
    version = rule_cache.compiled("rules/fee.yaml", FEE)
    assert blanks(version.name, version.figures) == {"fee_full_fee": "£18", "fee_reduced_fee": "£9"}
    assert (
        quoted("The fee is {Full fee}, not {Nothing}.", version.figures) == "The fee is £18, not {Nothing}."
    )


def test_a_text_that_names_an_amount_which_is_no_more_is_found():
    assert amounts("£18, £1,250 or £9.50 and 18") == {Decimal(18), Decimal(1250), Decimal("9.50")}
    texts = {"en: start": "It costs £18 or £9.", "en: other": "It costs £5."}
    (found,) = stale({Decimal(18), Decimal(9)}, {Decimal(20), Decimal(9)}, texts)
    assert (found.where, found.amount) == ("en: start", "£18")
