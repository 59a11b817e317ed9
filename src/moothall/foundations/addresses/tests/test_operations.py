"""Postcodes and addresses come in from tables, again and again without harm."""

from pathlib import Path

import pytest
from django.core.cache import caches
from django.db import connection

from moothall.foundations.addresses import commands, queries
from moothall.foundations.addresses.rules import NotATable
from moothall.kernel import act as acts
from moothall.kernel import context, locating
from moothall.kernel.operations import place
from moothall.site import environment

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

DEMO = environment.ROOT / "packs" / "demo" / "place"
SQUARE = {"type": "Polygon", "coordinates": [[[-4, 51], [-3.5, 51], [-3.5, 51.5], [-4, 51.5], [-4, 51]]]}


@pytest.fixture(autouse=True)
def no_remembered_areas() -> None:
    """A process remembers boundaries for minutes; each test begins without."""
    caches["memory"].clear()


def quiet(_: str) -> None:
    """Progress that nobody reads."""


def stamps(table: str) -> list[tuple[object, ...]]:
    with context.acting(acts.public()), connection.cursor() as cursor:
        cursor.execute(f"SELECT ctid::text, xmin::text FROM {table} ORDER BY 1")
        return cursor.fetchall()


def write(folder: Path, text: str) -> Path:
    path = folder / "table.csv"
    path.write_text(text)
    return path


def test_the_demo_tables_come_in_and_a_second_time_touches_nothing() -> None:
    postcodes, problems = commands.take_in_postcodes(DEMO / "postcodes.csv", quiet)
    addresses, _ = commands.take_in_addresses(DEMO / "addresses.csv", quiet)
    before = stamps("addresses_postcode"), stamps("addresses_address")
    again, _ = commands.take_in_postcodes(DEMO / "postcodes.csv", quiet)
    addresses_again, _ = commands.take_in_addresses(DEMO / "addresses.csv", quiet)

    assert postcodes["added"] == again["unchanged"] == 900
    assert addresses["added"] == addresses_again["unchanged"] == 5812
    assert not problems.counts
    assert (stamps("addresses_postcode"), stamps("addresses_address")) == before


def test_a_row_that_changed_is_the_only_one_written(tmp_path: Path) -> None:
    first = "pcds,lat,long,osward\nWX1 1AL,51.2,-3.6,W1\nWX1 1ER,51.3,-3.7,W1\n"
    commands.take_in_postcodes(write(tmp_path, first), quiet)
    counts, _ = commands.take_in_postcodes(write(tmp_path, first.replace("51.3", "51.31")), quiet)

    assert counts == {"added": 0, "changed": 1, "unchanged": 1}


def test_rows_that_cannot_be_used_are_left_out_with_a_reason(tmp_path: Path) -> None:
    rows = ("wx11al,51.2,-3.6", "nonsense,51,-3", "WX1 1AL,51,-3", "WX2 2ZZ,99.999999,0")
    text = "\ufeffPostcode,Latitude,Longitude\n" + "\n".join(rows)
    counts, problems = commands.take_in_postcodes(write(tmp_path, text), quiet)

    assert counts["added"] == 1
    assert problems.counts == {
        "It is not a postcode": 1,
        "It came earlier in the file": 1,
        "It has no position in or around the British Isles": 1,
    }


def test_a_table_without_positions_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(NotATable, match="no column called lat, lon"):
        commands.take_in_postcodes(write(tmp_path, "postcode\nWX1 1AL\n"), quiet)
    assert commands.import_postcodes([str(write(tmp_path, "postcode\nWX1 1AL\n"))]) == 2


def test_an_address_gets_the_ward_whose_boundary_it_lies_in(tmp_path: Path) -> None:
    place.draw_area(acts.system(), code="W9", name="Ninth", kind="ward", boundary=SQUARE)
    table = "uprn,line_1,line_2,town,postcode,longitude,latitude\n1,2 Sea View,,Bay,WX1 1AL,-3.7,51.2\n"
    commands.take_in_addresses(write(tmp_path, table), quiet)

    address = queries.address(acts.public(), uprn=1)
    assert address is not None and address.ward == "W9"


def test_a_postcode_answers_with_its_addresses_in_street_order() -> None:
    commands.take_in_postcodes(DEMO / "postcodes.csv", quiet)
    commands.take_in_addresses(DEMO / "addresses.csv", quiet)

    found = queries.at_postcode(acts.public(), postcode="wx11al")

    assert found.postcode == "WX1 1AL" and found.spot is not None
    numbers = [row.line_1 for row in found.addresses if row.line_1.startswith("Flat")]
    assert numbers == sorted(numbers, key=lambda line: int("".join(filter(str.isdigit, line)) or 0))
    assert queries.at_postcode(acts.public(), postcode="no such").addresses == ()


def test_the_nearest_postcode_is_nearest_on_the_ground(django_assert_max_num_queries) -> None:
    commands.take_in_postcodes(DEMO / "postcodes.csv", quiet)

    with django_assert_max_num_queries(5):
        assert queries.nearest_postcode(acts.public(), longitude=-3.6867, latitude=51.2104) == "WX1 1AL"


def test_the_kernel_can_ask_where_postcodes_are() -> None:
    commands.take_in_postcodes(DEMO / "postcodes.csv", quiet)

    spots = locating.located(acts.public(), postcodes=["wx1 1al", "ZZ9 9ZZ", "rubbish"])

    assert list(spots) == ["WX1 1AL"]
    assert spots["WX1 1AL"].area == "WXB-W01"


def test_a_table_saved_in_windows_letters_keeps_them_and_one_in_no_letters_is_refused(tmp_path: Path) -> None:
    line = "990000000020,1 Café Street,,Wexcombe Bay,WX1 1AA,-2.75,51.44\n"
    head = "uprn,line_1,line_2,town,postcode,longitude,latitude\n"
    path = tmp_path / "windows.csv"
    path.write_bytes((head + line).encode("cp1252"))
    commands.take_in_addresses(path, quiet)
    found = queries.address(acts.public(), uprn=990000000020)
    assert found is not None and found.line_1 == "1 Café Street"
    path.write_bytes(head.encode() + b"990000000021,2 \x81\x8d,,W,WX1 1AA,-2.75,51.44\n")
    assert commands.import_addresses([str(path)]) == 2
