"""Which pages a set of answers leads to."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from moothall.services.route import ENOUGH, Route, Sheet, route
from moothall.services.schema import Pack, StepSpec
from moothall.services.steps import Broken

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
            {"id": "late", "type": "ask"},
            {"id": "trusted", "type": "ask", "when": {"answer": "late", "is": "no"}},
            {"id": "lost", "type": "ask"},
            {"id": "trust", "type": "judge"},
            {"id": "deposit", "type": "ask", "when": {"answer": "trust.value", "is": "no"}},
            {"id": "pay", "type": "silent"},
        ],
        "must": [
            {
                "that": {"any": [{"answer": "member", "is": "yes"}, {"answer": "day", "is_not": "tuesday"}]},
                "on": "day",
                "say": "never-borrowed",
            }
        ],
    }
)  # fmt: skip
ASKED = ("late", "trusted", "lost")


class Simple:
    """Step types by their names. The judge distrusts who was late or lost something, asks about what was lost
    first, and fails about those who come on Sunday."""

    day = date(2026, 11, 30)

    def asks(self, spec: StepSpec) -> bool:
        return spec.type in {"ask", "end"}

    def ends(self, spec: StepSpec) -> bool:
        return spec.type == "end"

    def derives(self, spec: StepSpec) -> bool:
        return spec.type == "judge"

    def derive(self, spec: StepSpec, answers: Mapping[str, Any], open: frozenset[str]) -> Any:
        if answers.get("day") == "sunday":
            raise Broken("Nobody judges on Sundays.")
        if {answers.get("late"), answers.get("lost")} & {"yes", "huge"}:
            return {"value": "no", "settled": True}
        return {"value": None if open & set(ASKED) else "yes", "settled": not open & set(ASKED)}

    def chooses(self, spec: StepSpec) -> Sequence[str]:
        return ASKED if spec.type == "judge" else ()

    def choose(
        self, spec: StepSpec, answers: Mapping[str, Any], open: frozenset[str], among: Sequence[str]
    ) -> str | None:
        if self.derive(spec, answers, open)["value"] == "no":
            return None
        return next((name for name in ("lost", "late", "trusted") if name in among), None)


def at(sheet: Sheet) -> Route:
    return route(PACK, sheet, Simple())


def keys(sheet: Sheet) -> list[str]:
    return [stop.key for stop in at(sheet).stops]


def sheet_of(**answers: Any) -> Sheet:
    sheet = Sheet()
    for key, answer in answers.items():
        sheet = sheet.with_answer(key.replace("_", "."), answer)
    return sheet


def test_one_item_is_there_from_the_start() -> None:
    assert keys(Sheet()) == ["member", "things.1.kind", "things", "day", "lost"]


def test_an_answer_opens_a_page() -> None:
    assert keys(sheet_of(member="yes")) == ["member", "card", "things.1.kind", "things", "day", "lost"]


def test_inside_an_item_its_own_answers_count() -> None:
    sheet = sheet_of(things_1_kind="drill", things_2_kind="tent")
    assert keys(sheet)[:5] == ["member", "things.1.kind", "things.2.kind", "things.2.size", "things"]


def test_an_answer_off_the_route_stays_and_does_not_count() -> None:
    sheet = sheet_of(member="yes", card="L1").with_answer("member", "no")
    assert sheet.answers["card"] == "L1" and "card" not in at(sheet).answers
    assert at(sheet.with_answer("member", "yes")).answers["card"] == "L1"


def test_a_page_that_ends_is_the_last() -> None:
    sheet = sheet_of(member="no", things_1_kind="tent", things_1_size="huge", things=ENOUGH, day="monday")
    assert keys(sheet)[-1] == "too-big" and not at(sheet).is_complete
    small = sheet.with_answer("things.1.size", "small").with_answer("lost", "yes").with_answer("deposit", "5")
    assert at(small).is_complete


def test_the_answers_are_nested_as_conditions_see_them() -> None:
    sheet = sheet_of(member="no", things_1_kind="drill", things_3_kind="tent")
    assert at(sheet).answers == {
        "member": "no",
        "things": [{"kind": "drill"}, {"kind": "tent"}],
        "trust": {"value": None, "settled": False},
    }


def asked(**answers: Any) -> list[str]:
    """Which of the judge's questions are asked."""
    return [key for key in keys(sheet_of(**answers)) if key in (*ASKED, "deposit")]


def test_of_the_questions_for_a_decision_only_those_are_asked_that_still_matter() -> None:
    assert asked() == ["lost"]
    assert asked(lost="no") == ["lost", "late"]
    assert asked(lost="no", late="no") == ["lost", "late", "trusted"]
    assert asked(lost="yes") == ["lost", "deposit"]


def test_an_answer_that_no_longer_matters_is_kept_and_not_asked_for() -> None:
    sheet = sheet_of(lost="no", late="yes").with_answer("lost", "yes")
    assert "late" not in at(sheet).answers and sheet.answers["late"] == "yes"
    assert at(sheet.with_answer("lost", "no")).answers["late"] == "yes"


def test_a_decision_is_an_answer_to_later_steps_and_never_in_the_sheet() -> None:
    found = at(sheet_of(lost="yes"))
    assert found.answers["trust"] == {"value": "no", "settled": True}
    assert [spec.id for spec in found.silent] == ["trust", "pay"]


def test_where_a_step_fails_the_route_ends_with_the_reason_and_every_answer() -> None:
    found = at(sheet_of(member="no", day="sunday", lost="no"))
    assert found.failure is not None and found.failure.words == "Nobody judges on Sundays."
    assert [stop.key for stop in found.stops] == ["member", "things.1.kind", "things", "day"]
    assert not found.is_complete and found.answers["day"] == "sunday"


ANSWERS = st.lists(
    st.tuples(
        st.sampled_from(
            ["member", "card", "things.1.kind", "things.2.size", "things", "day", "lost", "late", "trusted"]
        ),
        st.sampled_from(["yes", "no", "tent", "drill", "huge", "monday", "sunday"]),
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


@given(ANSWERS, st.randoms())
def test_the_route_is_the_same_in_whatever_order_the_answers_came(
    answers: list[tuple[str, str]], random: Random
) -> None:
    last = dict(answers)
    sheet, items = Sheet(), {"things": (1, 2)}
    mixed = list(last.items())
    random.shuffle(mixed)
    for key, answer in mixed:
        sheet = sheet.with_answer(key, answer)
    one, other = replace(sheet, items=items), Sheet(last, items)
    assert at(one) == at(other)
    found = at(one)
    on_route = [stop.key for stop in found.stops]
    unasked = [name for name in ASKED if name not in on_route]
    pruned = replace(other, answers={key: answer for key, answer in last.items() if key not in unasked})
    assert at(pruned).answers == found.answers


def test_answers_that_contradict_each_other_open_the_page_that_says_so():
    said = Sheet().with_answer("member", "no").with_answer("day", "tuesday")
    found = at(said)
    assert found.contradictions["day"].say == "never-borrowed"
    assert "day" in [stop.key for stop in found.open] and not found.is_complete
    assert found.answers["day"] == "tuesday"
    changed = at(said.with_answer("member", "yes"))
    assert not changed.contradictions and "day" not in [stop.key for stop in changed.open]
    assert not at(Sheet().with_answer("member", "no")).contradictions
