"""A population: read from CSV, kept once, and the demo's own drawn from its assumptions."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from django.conf import settings as site
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from moothall.engines.dmn import from_python
from moothall.foundations.rules import queries
from moothall.foundations.rules.commands import import_population
from moothall.foundations.rules.operations import keep_population
from moothall.foundations.rules.operations.population import Stored
from moothall.foundations.rules.population.columns import Column, ColumnType
from moothall.foundations.rules.population.reading import NotAPopulation, read_population
from moothall.foundations.rules.tests.scheme import Owner, owner
from moothall.kernel import act as acts
from moothall.kernel.refusal import NotAllowed, Refused
from moothall.site.demo import content
from moothall.site.demo.population import columns as demo_columns

DATABASES = pytest.mark.django_db(databases=["default", "signin"])
CSV = """\
Ward,Income,Carer,Rent,Code,Since
Quay,120,yes,99.50,007,2026-04-01
Harbour,80,no,101,010,2025-12-31

Quay,95,Yes,,007,2026-04-01
Quay,95
"""


def test_columns_are_read_as_what_they_hold() -> None:
    found = read_population(CSV.splitlines(keepends=True))
    assert {column.name: column.kind for column in found.columns} == {
        "Ward": ColumnType.TEXT, "Income": ColumnType.WHOLE, "Carer": ColumnType.YES_NO,
        "Rent": ColumnType.NUMBER, "Code": ColumnType.TEXT, "Since": ColumnType.DATE,
    }  # fmt: skip
    assert found.rows == 3 and found.skipped.counts == {"not 6 cells": 1}
    by_name = {column.name: column.results.to_list() for column in found.columns}
    assert by_name["Carer"] == [True, False, True], "Yes and yes are the same"
    assert by_name["Rent"] == [99.5, 101.0, None]
    assert by_name["Since"][0] == date(2026, 4, 1)
    assert from_python(by_name["Income"][0]) == Decimal(120)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "The file is empty"),
        ("Ward,Income\n", "no rows"),
        ("Ward,,x\n1,2,3\n", "Column 2 has no name"),
        ("Ward,Ward\n1,2\n", "Two columns are called “Ward”"),
        ("Ward,Date_of_birth\n1,2\n", "would tell who somebody is"),
        (",".join(f"c{n}" for n in range(99)) + "\n", "more than 60 columns"),
        ("Ward\n" + '"' + "x" * 200_000 + '"\n', "cannot be read as CSV"),
    ],
)
def test_files_that_are_no_population_say_why(text: str, words: str) -> None:
    with pytest.raises(NotAPopulation, match=words):
        read_population(text.splitlines(keepends=True))


@settings(max_examples=50)
@given(st.lists(st.one_of(st.none(), st.integers(-9, 400)), min_size=1, max_size=40))
def test_a_column_comes_back_as_it_was_stored(values: list[int | None]) -> None:
    distinct = list(dict.fromkeys(values))
    codes = np.array([distinct.index(value) for value in values], dtype=np.intp)
    column = Stored.of(Column("Income", ColumnType.WHOLE, tuple(distinct), codes)).column()
    assert column.results.to_list() == values


@DATABASES
def test_the_command_takes_a_file_in_once(tmp_path, capsys) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "people.csv"
    path.write_text(CSV)
    asked = [str(path), "--about", "Drawn for a test.", "--invented"]
    assert import_population(asked) == 1, "a row was skipped"
    said = capsys.readouterr().out
    assert said.startswith("added: 3 rows, 1 skipped") and "(line 6)" in said
    assert import_population(asked) == 1
    assert capsys.readouterr().out.startswith("unchanged")
    path.write_text(CSV.replace("120", "121").replace("Quay,95\n", ""))
    assert import_population(asked) == 0
    assert capsys.readouterr().out.startswith("changed")
    place: Owner = owner()
    found = queries.population(place.act())
    assert found is not None and found.is_invented and found.rows == 3
    assert found.columns["Income"].results.to_list() == [121, 80, 95]
    path.write_text("name\nAda\n")
    assert import_population(asked) == 2
    assert "would tell who somebody is" in capsys.readouterr().err


@DATABASES
def test_only_staff_see_it_and_only_moothall_keeps_it() -> None:
    with pytest.raises(NotAllowed):
        queries.population(acts.public())
    with pytest.raises(NotAllowed):
        keep_population(owner().act(), name="x", title="X", words="x", is_invented=True, columns=[])
    with pytest.raises(Refused):
        keep_population(acts.system(), name="x", title="X", words="x", is_invented=True, columns=[])


def test_the_demo_has_about_58_000_households_in_twelve_wards_the_same_each_time() -> None:
    said = YAML(typ="safe").load(site.PACKS / "demo" / "place" / "population.yaml")
    few = said | {"people_in_a_household": 100}
    assert sum(
        round(area["properties"]["population"] / said["people_in_a_household"])
        for area in content.areas()
        if area["properties"]["kind"] == "ward"
    ) in range(57_000, 59_000)
    first, again = demo_columns(few, content.areas()), demo_columns(few, content.areas())
    assert [column.octets for column in first] == [column.octets for column in again]
    by_name = {column.name: column for column in first}
    assert len(by_name["Ward"].values) == 12
    adults, working = by_name["Other adults"].results, by_name["Adults in work"].results
    assert all(one >= other for one, other in zip(adults.to_list(), working.to_list(), strict=True))
    for shares in (ward["bands"] for ward in said["wards"].values()):
        assert sum(shares) == pytest.approx(1)
