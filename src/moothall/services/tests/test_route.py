"""Which pages a set of answers leads to."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

from hypothesis import given as drawn
from hypothesis import strategies as st

from moothall.services.answers import ENOUGH, Answers
from moothall.services.pack import Pack
from moothall.services.route import Route, route
from moothall.services.schema import StepSpec
from moothall.services.steps import StepFailed

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

    def ends_journey(self, spec: StepSpec) -> bool:
        return spec.type == "end"

    def derives(self, spec: StepSpec) -> bool:
        return spec.type == "judge"

    def derive(self, spec: StepSpec, answers: Mapping[str, Any], open: frozenset[str]) -> Any:
        if answers.get("day") == "sunday":
            raise StepFailed("Nobody judges on Sundays.")
        if {answers.get("late"), answers.get("lost")} & {"yes", "huge"}:
            return {"value": "no", "settled": True}
        return {"value": None if open & set(ASKED) else "yes", "settled": not open & set(ASKED)}

    @property
    def selections(self) -> Mapping[str, Sequence[str]]:
        return {"trust": ASKED}

    def select(
        self, spec: StepSpec, answers: Mapping[str, Any], open: frozenset[str], among: Sequence[str]
    ) -> str | None:
        if self.derive(spec, answers, open)["value"] == "no":
            return None
        return next((name for name in ("lost", "late", "trusted") if name in among), None)


def at(answers: Answers) -> Route:
    return route(PACK, answers, Simple())


def keys(answers: Answers) -> list[str]:
    return [page.key for page in at(answers).pages]


def answers_of(**given: Any) -> Answers:
    answers = Answers()
    for key, answer in given.items():
        answers = answers.with_answer(key.replace("_", "."), answer)
    return answers


def test_one_item_is_there_from_the_start() -> None:
    assert keys(Answers()) == ["member", "things.1.kind", "things", "day", "lost"]


def test_an_answer_opens_a_page() -> None:
    assert keys(answers_of(member="yes")) == ["member", "card", "things.1.kind", "things", "day", "lost"]


def test_inside_an_item_its_own_answers_count() -> None:
    answers = answers_of(things_1_kind="drill", things_2_kind="tent")
    assert keys(answers)[:5] == ["member", "things.1.kind", "things.2.kind", "things.2.size", "things"]


def test_an_answer_off_the_route_stays_and_does_not_count() -> None:
    answers = answers_of(member="yes", card="L1").with_answer("member", "no")
    assert answers.by_page["card"] == "L1" and "card" not in at(answers).answers
    assert at(answers.with_answer("member", "yes")).answers["card"] == "L1"


def test_a_page_that_ends_is_the_last() -> None:
    answers = answers_of(member="no", things_1_kind="tent", things_1_size="huge", things=ENOUGH, day="monday")
    assert keys(answers)[-1] == "too-big" and not at(answers).is_complete
    small = (
        answers.with_answer("things.1.size", "small").with_answer("lost", "yes").with_answer("deposit", "5")
    )
    assert at(small).is_complete


def test_the_answers_are_nested_as_conditions_see_them() -> None:
    answers = answers_of(member="no", things_1_kind="drill", things_3_kind="tent")
    assert at(answers).answers == {
        "member": "no",
        "things": [{"kind": "drill"}, {"kind": "tent"}],
        "trust": {"value": None, "settled": False},
    }


def asked(**answers: Any) -> list[str]:
    """Which of the judge's questions are asked."""
    return [key for key in keys(answers_of(**answers)) if key in (*ASKED, "deposit")]


def test_of_the_questions_for_a_decision_only_those_are_asked_that_still_matter() -> None:
    assert asked() == ["lost"]
    assert asked(lost="no") == ["lost", "late"]
    assert asked(lost="no", late="no") == ["lost", "late", "trusted"]
    assert asked(lost="yes") == ["lost", "deposit"]


def test_an_answer_that_no_longer_matters_is_kept_and_not_asked_for() -> None:
    answers = answers_of(lost="no", late="yes").with_answer("lost", "yes")
    assert "late" not in at(answers).answers and answers.by_page["late"] == "yes"
    assert at(answers.with_answer("lost", "no")).answers["late"] == "yes"


def test_a_decision_is_an_answer_to_later_steps_and_never_among_those_given() -> None:
    found = at(answers_of(lost="yes"))
    assert found.answers["trust"] == {"value": "no", "settled": True}
    assert [spec.id for spec in found.silent] == ["trust", "pay"]


def test_where_a_step_fails_the_route_ends_with_the_reason_and_every_answer() -> None:
    found = at(answers_of(member="no", day="sunday", lost="no"))
    assert found.failure is not None and found.failure.words == "Nobody judges on Sundays."
    assert [page.key for page in found.pages] == ["member", "things.1.kind", "things", "day"]
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


@drawn(ANSWERS)
def test_however_people_jump_about_every_open_page_is_on_the_route_and_none_is_there_twice(
    given: list[tuple[str, str]],
) -> None:
    answers = Answers()
    for key, answer in given:
        answers = answers.with_answer(key, answer)
    found = at(answers)
    names = [page.key for page in found.pages]
    assert len(names) == len(set(names)) and set(found.open) <= set(found.pages)
    assert set(dict(given)) == set(answers.by_page)
    assert all(found.before(name) is not None for name in names[1:]) and found.before(names[0]) is None


@drawn(ANSWERS, st.randoms())
def test_the_route_is_the_same_in_whatever_order_the_answers_came(
    typed: list[tuple[str, str]], random: Random
) -> None:
    last = dict(typed)
    answers, items = Answers(), {"things": (1, 2)}
    mixed = list(last.items())
    random.shuffle(mixed)
    for key, answer in mixed:
        answers = answers.with_answer(key, answer)
    one, other = replace(answers, items=items), Answers(last, items)
    assert at(one) == at(other)
    found = at(one)
    on_route = [page.key for page in found.pages]
    unasked = [name for name in ASKED if name not in on_route]
    pruned = replace(other, by_page={key: answer for key, answer in last.items() if key not in unasked})
    assert at(pruned).answers == found.answers


def test_answers_that_contradict_each_other_open_the_page_that_says_so():
    said = Answers().with_answer("member", "no").with_answer("day", "tuesday")
    found = at(said)
    assert found.contradictions["day"].say == "never-borrowed"
    assert "day" in [page.key for page in found.open] and not found.is_complete
    assert found.answers["day"] == "tuesday"
    changed = at(said.with_answer("member", "yes"))
    assert not changed.contradictions and "day" not in [page.key for page in changed.open]
    assert not at(Answers().with_answer("member", "no")).contradictions
