"""Which pages a set of answers leads to, and what they cost."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from moothall.kernel.packs import fees
from moothall.kernel.packs.route import ENOUGH, Route, Sheet, route
from moothall.kernel.packs.schema import Pack

FREE_FOR_MEMBERS = {"when": {"answer": "member", "is": "yes"}, "amount": "£0"}
PACK = Pack.model_validate(
    {
        "name": "lending",
        "organisation": "library",
        "steps": [
            {"id": "member", "type": "ask"},
            {"id": "card", "type": "ask", "when": {"answer": "member", "is": "yes"}},
            {
                "id": "things",
                "repeat": {"least": 1, "most": 3},
                "steps": [
                    {"id": "kind", "type": "ask"},
                    {"id": "size", "type": "ask", "when": {"answer": "kind", "is": "tent"}},
                ],
            },
            {"id": "too-big", "type": "end", "when": {"answer": "things.size", "is": "huge"}},
            {"id": "day", "type": "ask"},
            {"id": "pay", "type": "silent"},
        ],
        "fees": [
            {"code": "loan", "amount": "£4", "concessions": [FREE_FOR_MEMBERS]},
            {"code": "more", "amount": "£1.50", "each": "things", "after": 2},
            {"code": "tent", "amount": "£2", "when": {"answer": "things.kind", "is": "tent"}},
        ],
    }
)  # fmt: skip


def at(sheet: Sheet) -> Route:
    return route(PACK, sheet, asks=lambda kind: kind != "silent", ends=lambda kind: kind == "end")


def keys(sheet: Sheet) -> list[str]:
    return [stop.key for stop in at(sheet).stops]


def sheet_of(**answers: Any) -> Sheet:
    sheet = Sheet()
    for key, answer in answers.items():
        sheet = sheet.with_answer(key.replace("_", "."), answer)
    return sheet


def test_one_item_is_there_from_the_start() -> None:
    assert keys(Sheet()) == ["member", "things.1.kind", "things", "day"]


def test_an_answer_opens_a_page() -> None:
    assert keys(sheet_of(member="yes")) == ["member", "card", "things.1.kind", "things", "day"]


def test_inside_an_item_its_own_answers_count() -> None:
    sheet = sheet_of(things_1_kind="drill", things_2_kind="tent")
    assert keys(sheet) == ["member", "things.1.kind", "things.2.kind", "things.2.size", "things", "day"]


def test_an_answer_off_the_route_stays_and_does_not_count() -> None:
    sheet = sheet_of(member="yes", card="L1").with_answer("member", "no")
    assert sheet.answers["card"] == "L1" and "card" not in at(sheet).answers
    assert at(sheet.with_answer("member", "yes")).answers["card"] == "L1"


def test_a_page_that_ends_is_the_last() -> None:
    sheet = sheet_of(member="no", things_1_kind="tent", things_1_size="huge", things=ENOUGH, day="monday")
    assert keys(sheet)[-1] == "too-big" and not at(sheet).is_complete
    assert at(sheet.with_answer("things.1.size", "small")).is_complete


def test_the_answers_are_nested_as_conditions_see_them() -> None:
    sheet = sheet_of(member="no", things_1_kind="drill", things_3_kind="tent")
    assert at(sheet).answers == {"member": "no", "things": [{"kind": "drill"}, {"kind": "tent"}]}


def test_fees_follow_the_answers() -> None:
    sheet = sheet_of(member="no", things_1_kind="drill", things_2_kind="tent", things_3_kind="tent")
    lines = fees.charges(PACK.fees, at(sheet).answers, lambda key, **_: key)
    assert [(line.code, line.amount_pence) for line in lines] == [("loan", 400), ("more", 150), ("tent", 200)]
    assert fees.total_pence(lines) == 750


def test_a_concession_replaces_the_amount_and_a_free_line_is_left_out() -> None:
    sheet = sheet_of(member="yes", things_1_kind="drill")
    assert fees.charges(PACK.fees, at(sheet).answers, lambda key, **_: key) == []


ANSWERS = st.lists(
    st.tuples(
        st.sampled_from(["member", "card", "things.1.kind", "things.2.size", "things", "day"]),
        st.sampled_from(["yes", "no", "tent", "drill", "huge", "monday"]),
    ),
    max_size=20,
)


@given(ANSWERS)
def test_however_people_jump_about_every_open_page_is_on_the_route_and_none_is_there_twice(
    answers: list[tuple[str, str]],
) -> None:
    sheet = Sheet()
    for key, answer in answers:
        sheet = sheet.with_answer(key, answer)
    found = at(sheet)
    names = [stop.key for stop in found.stops]
    assert len(names) == len(set(names)) and set(found.open) <= set(found.stops)
    assert set(dict(answers)) == set(sheet.answers)
    assert all(found.before(name) is not None for name in names[1:]) and found.before(names[0]) is None
