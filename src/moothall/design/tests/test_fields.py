"""Every field turns what people type into a value, says kindly what is wrong, and draws itself."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from moothall.design import fields, forms
from moothall.kernel.geo import Spot

BOUNDS = (51.4, -2.82, 51.48, -2.68)


def asked(field: fields.Field, values: dict[str, Any] | None = None, **files: Any) -> forms.Form:
    """A sent form with one field called ``it``."""
    form = forms.Form.of({"it": field})(values or {}, files)
    form.is_valid()
    return form


def value_of(field: fields.Field, typed: Any) -> Any:
    parts = (
        {f"it-{part}": found for part, found in typed.items()} if isinstance(typed, dict) else {"it": typed}
    )
    form = asked(field, parts)
    assert form.errors == {}
    return form.cleaned_data["it"]


def error_of(field: fields.Field, typed: Any) -> str:
    parts = (
        {f"it-{part}": found for part, found in typed.items()} if isinstance(typed, dict) else {"it": typed}
    )
    return asked(field, parts)["it"].error


GOOD = [
    (fields.Text("Name"), " Sam ", "Sam"),
    (fields.TextArea("Story"), "one\r\ntwo", "one\ntwo"),
    (fields.Number("How many?"), "1,200", 1200),
    (fields.Number("How deep?", decimals=2), "1.25", Decimal("1.25")),
    (fields.Money("Fee"), "£1,018.5", 101850),
    (fields.Date("When?"), {"day": "9", "month": "3", "year": "2026"}, dt.date(2026, 3, 9)),
    (fields.Date("When?"), {"day": "9", "month": "mar", "year": "2026"}, dt.date(2026, 3, 9)),
    (fields.Choice("How?", [("e", "Email"), ("t", "Text")]), "t", "t"),
    (fields.Choices("What?", [("a", "A"), ("b", "B")]), ["b", "a"], ["a", "b"]),
    (fields.Select("Ward", [("h", "Harbour")]), "h", "h"),
    (fields.YesNo("Carer?"), "no", False),
    (fields.Email("Email"), "sam@example.org", "sam@example.org"),
    (fields.Phone("Phone"), "+44 (0)7700 900-982", "+447700900982"),
    (fields.Phone("Phone"), "01632 960 001", "01632960001"),
    (fields.Phone("Phone"), "\u202d07700 900982\u202c", "07700900982"),
    (fields.Phone("Phone"), "07700\u2013900\u2011982\u200b", "07700900982"),
    (fields.Phone("Phone"), "0\u0667\u0667\u0660\u0660 900982", "07700900982"),
    (fields.Phone("Phone"), "0044 7700 900982", "+447700900982"),
    (fields.Phone("Phone"), "44 7700 900982", "+447700900982"),
    (fields.Phone("Phone"), "00353 1 234 5678", "+35312345678"),
    (fields.Phone("Phone"), "016977 2345", "0169772345"),
    (fields.Phone("Phone"), "0800 1111", "08001111"),
    (fields.Email("Email"), "\ufeffjo@example.org\u200b", "jo@example.org"),
    (fields.Text("Name"), "\u200bSam\u00ad\u2060", "Sam"),
    (fields.Text("Name"), "می\u200cخواهم", "می\u200cخواهم"),
    (fields.Money("Fee"), "18,50", 1850),
    (fields.Money("Fee"), "£1,85", 185),
    (fields.Money("Fee"), "18,5", 1850),
    (fields.Money("Fee"), "1\u00a0018", 101800),
    (fields.Money("Fee"), "£ -3", -300),
    (fields.Number("How deep?", decimals=2), "1,5", Decimal("1.5")),
    (fields.Number("How many?"), "1’200’300", 1200300),
    (fields.Number("How many?"), "12.0", 12),
    (fields.Postcode("Postcode"), "bfpo57", "BFPO 57"),
    (fields.Postcode("Postcode"), "GIR0AA", "GIR 0AA"),
    (fields.Code("Code"), "\u0661\u0662\u0663 456", "123456"),
    (fields.Postcode("Postcode"), " wx42pl", "WX4 2PL"),
    (
        fields.Address("Home"),
        {"line_1": "1 Quay", "line_2": "", "town": "Wexcombe", "postcode": "wx42pl"},
        fields.PostalAddress("1 Quay", "Wexcombe", "WX4 2PL"),
    ),
    (
        fields.PlaceOnMap("Where?", bounds=BOUNDS),
        {"words": "by the lamp", "latitude": "51.42", "longitude": "−2.75"},
        fields.Whereabouts("by the lamp", Spot(-2.75, 51.42)),
    ),
    (fields.PlaceOnMap("Where?", bounds=BOUNDS), {"words": "by the lamp"}, fields.Whereabouts("by the lamp")),
    (fields.Lines("Names"), " Ann \r\n\nBob\nAnn", ("Ann", "Bob")),
    (fields.Time("When?"), "5.30 pm", dt.time(17, 30)),
    (fields.Time("When?"), "12am", dt.time(0)),
    (fields.Time("When?"), "09:05", dt.time(9, 5)),
    (fields.Password("Password"), " two spaces ", " two spaces "),
    (fields.Code("Code"), "123 456", "123456"),
    (fields.Declaration("It is true."), "yes", True),
    (fields.Hidden(), "abc", "abc"),
]


@pytest.mark.parametrize(("field", "typed", "value"), GOOD, ids=lambda case: type(case).__name__)
def test_what_is_typed_becomes_a_value_that_json_can_keep(
    field: fields.Field, typed: Any, value: Any
) -> None:
    assert value_of(field, typed) == value
    assert field.from_plain(field.to_plain(value)) == value
    assert field.in_words(value)


BAD = [
    (fields.Text("Name", called="your name"), "", "Enter your name"),
    (fields.Text("Name", called="your name", most=3), "Samantha", "Your name must be 3 characters or fewer"),
    (fields.Text("Name", errors={"required": "Tell us your name"}), "", "Tell us your name"),
    (fields.Number("N", called="how many"), "lots", "Enter how many in figures, like 12"),
    (fields.Number("N"), "1.5", "Enter a whole number, like 12"),
    (fields.Number("N"), "NaN", "Enter a number in figures, like 12"),
    (fields.Number("N"), "1e400", "Enter a number in figures, like 12"),
    (fields.Number("N", most=9, called="the length"), "10", "The length must be 9 or less"),
    (fields.Money("Fee", least=500, called="the fee"), "4.99", "The fee must be £5 or more"),
    (fields.Money("Fee"), "1.999", "Enter pounds and pence, like 18.50"),
    *[
        (fields.Money("Fee"), odd, "Enter an amount in pounds, like 18 or 18.50")
        for odd in ("18 50", "1,,8", "1.000,50", "0,500", "1,00,000", "²", "1e3")
    ],
    (fields.Number("N"), "1,5", "Enter a whole number, like 12"),
    (fields.Number("N"), "1.000", "Enter a number in figures, like 12"),
    (fields.Number("N"), "1e3", "Enter a number in figures, like 12"),
    (fields.Lines("L", most_lines=2), "a\nb\nc", "Enter no more than 2 lines"),
    *[
        (fields.Time("T"), odd, "Enter a time, like 17:30 or 5.30pm")
        for odd in ("9", "25:00", "13pm", "0am", "7:60", "noon", "٣:99")
    ],
    (fields.Email("E"), "jo@localhost", "Enter your email address in full, like name@example.org"),
    (fields.Email("E"), f"{'x' * 65}@example.org", "Enter your email address in full, like name@example.org"),
    (fields.Text("Name"), "\u200b", "Enter your answer"),
    *[
        (
            fields.Phone("P"),
            odd,
            "Enter a phone number with all its digits, like 01632 960 001 or 07700 900 982",
        )
        for odd in ("07700 900 98", "+44 7700 900 98", "02079 460 00", "44", "+0 12345678")
    ],
    *[
        (
            fields.Date("When?"),
            {"day": "9", "month": "3", "year": "2026"} | {part: "9" * 500},
            "There is no such date. Check the day and the month",
        )
        for part in ("day", "month", "year")
    ],
    (fields.Date("D", called="the day"), {}, "Enter the day"),
    (fields.Date("D", called="the day"), {"day": "3", "year": "2026"}, "The day must include a month"),
    (
        fields.Date("D"),
        {"day": "31", "month": "2", "year": "2026"},
        "There is no such date. Check the day and the month",
    ),
    (fields.Date("D"), {"day": "1", "month": "2", "year": "26"}, "The year must have four digits, like 2026"),
    (
        fields.Date("D", latest=dt.date(2026, 3, 6)),
        {"day": "7", "month": "3", "year": "2026"},
        "The date must be 6 March 2026 or earlier",
    ),
    (fields.Choice("H", [("e", "Email")]), "x", "Choose one of the answers shown"),
    (fields.Choice("H", [("e", "Email")], called="how"), "", "Choose how"),
    (fields.Choices("H", [("e", "Email")]), [], "Choose at least one answer"),
    (fields.YesNo("Carer?"), "", "Choose yes or no"),
    (fields.Email("E"), "sam", "Enter your email address in full, like name@example.org"),
    (
        fields.Phone("P"),
        "12",
        "Enter a phone number with all its digits, like 01632 960 001 or 07700 900 982",
    ),
    (fields.Postcode("P"), "WX4", "Enter a full postcode, like WX4 2PL"),
    (
        fields.Address("A"),
        {"town": "Wexcombe"},
        "Enter the first line of the address, usually the house number and street",
    ),
    (
        fields.Address("A"),
        {"line_1": "1", "town": "W", "postcode": "nope"},
        "Enter a full postcode, like WX4 2PL",
    ),
    (fields.PlaceOnMap("W", bounds=BOUNDS), {}, "Say where it is, or choose the spot on the map"),
    (
        fields.PlaceOnMap("W", bounds=BOUNDS, needs_point=True),
        {"words": "here"},
        "Choose the spot on the map",
    ),
    (
        fields.PlaceOnMap("W", bounds=BOUNDS),
        {"latitude": "53", "longitude": "-2.7"},
        "This spot is outside the area we look after",
    ),
    (
        fields.PlaceOnMap("W", bounds=BOUNDS),
        {"latitude": "nan", "longitude": "-2.7"},
        "Enter the latitude as a number, like 51.4412",
    ),
    (fields.Code("C"), "12345", "Enter the 6 digits of the code"),
    (fields.Declaration("True."), None, "Tick the box to say that you agree"),
]


@pytest.mark.parametrize(("field", "typed", "words"), BAD)
def test_errors_say_how_to_put_it_right(field: fields.Field, typed: Any, words: str) -> None:
    assert error_of(field, typed) == words


@pytest.mark.parametrize(("field", "typed", "words"), BAD)
def test_an_error_is_drawn_beside_its_field_and_linked_from_the_summary(
    field: fields.Field, typed: Any, words: str
) -> None:
    parts = (
        {f"it-{part}": found for part, found in typed.items()} if isinstance(typed, dict) else {"it": typed}
    )
    form = asked(field, parts)
    drawn, target = form.draw(), form["it"].error_target  # type: ignore[attr-defined]
    assert words in drawn
    assert f'href="#{target}"' in form.error_summary()
    assert f'id="{target}"' in drawn


@pytest.mark.parametrize(
    "typed", ['"><script>alert(1)</script>', "O’Brien & “Co”", "Ŵŷ"], ids=["script", "quotes", "welsh"]
)
def test_what_was_typed_is_kept_and_escaped(typed: str) -> None:
    for field in (
        fields.Text("A", most=5),
        fields.TextArea("A", most=5),
        fields.Number("A"),
        fields.Hidden("A"),
    ):
        drawn = asked(field, {"it": typed}).draw()
        assert "<script>" not in drawn
    kept = asked(fields.Date("A"), {"it-day": typed, "it-month": "x", "it-year": "y"}).draw()
    assert "<script>" not in kept and 'value="x"' in kept


def test_a_password_is_never_drawn_again() -> None:
    assert "hunter2" not in asked(fields.Password("Password"), {"it": "hunter2"}).draw()


def test_only_the_faulty_part_of_a_date_is_marked() -> None:
    drawn = asked(fields.Date("When?"), {"it-day": "3", "it-year": "2026"}).draw()
    assert drawn.count("govuk-input--error") == 1


def test_uploads_are_checked_by_kind_size_and_number() -> None:
    photo = SimpleUploadedFile("kerb.JPG", b"x" * 20)
    assert asked(fields.File("Photo"), it=photo).cleaned_data["it"] is photo
    assert (
        "Choose PDF, JPG, PNG, WEBP or HEIC"
        in asked(fields.File("F"), it=SimpleUploadedFile("a.exe", b"x"))["it"].error
    )
    small = fields.File("F", most_octets=10)
    assert "smaller than 10 bytes" in asked(small, it=photo)["it"].error
    assert "is empty" in asked(fields.File("F"), it=SimpleUploadedFile("a.png", b""))["it"].error
    many = asked(fields.Files("F", most_files=1), it=[photo, photo])
    assert many["it"].error == "Choose no more than 1 files"


def test_a_file_given_before_need_not_be_chosen_again() -> None:
    form = asked(fields.File("Photo", kept=["kerb.jpg"]))
    assert form.is_valid()
    assert "kerb.jpg" in form.draw()
    assert form.plain() == {}


@given(st.integers(0, 10**9))
def test_an_amount_survives_the_way_through_its_input(pence: int) -> None:
    field = fields.Money("Fee")
    assert field.to_python(field.prepare_value(pence)) == pence


@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_a_date_survives_the_way_through_its_inputs(day: dt.date) -> None:
    field = fields.Date("Day")
    assert field.to_python(field.prepare_value(day)) == day


@given(st.text(max_size=40))
def test_no_text_breaks_a_field(typed: str) -> None:
    parts = ("day", "month", "year", "line_1", "town", "postcode", "words", "latitude", "longitude")
    for field, _, _ in GOOD:
        form = asked(field, {"it": typed} | {f"it-{part}": typed for part in parts})
        assert form.is_valid() or form["it"].error


def test_values_arrive_from_a_browser_as_from_a_dictionary() -> None:
    options = [("a", "A"), ("b", "B")]
    sent = QueryDict("it=a&it=b")
    assert asked(fields.Choices("What?", options), sent).cleaned_data["it"] == ["a", "b"]  # type: ignore[arg-type]
    assert value_of(fields.Choices("What?", options), "a") == ["a"]
