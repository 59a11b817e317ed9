"""Every kind of question: how it is asked, kept, shown again and summed up."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.http import QueryDict

from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.services.steps import STEP_TYPES, Asks, Settings, StepContext
from moothall.services.words import PackWords, flat

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
WORDS = flat(
    {
        "q": {
            "title": "What?",
            "hint": "A hint",
            "called": "the thing",
            "summary": "Thing",
            "statement": "I agree",
            "suffix": "metres",
            "option": {"a": "Apple", "b": "Bean", "none": "Nothing"},
        }
    }
)


def asked(kind: str, answer: Any = None, **settings: Any) -> StepContext[Any]:
    """The question of a kind with these settings, answered before with ``answer``."""
    given: Settings = STEP_TYPES[kind].settings.model_validate(settings)
    return StepContext(
        journey=clock.uuid7(), step="q", settings=given, words=PackWords(WORDS, {}, {}),
        organisation=clock.uuid7(), service="trial", person=None, answers={}, at=NOW, answer=answer,
    )  # fmt: skip


def typed(**values: Any) -> QueryDict:
    found = QueryDict(mutable=True)
    for name, value in values.items():
        found.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
    return found


GOOD = [
    ("questions.text", {}, typed(answer="  A pear "), "A pear", "A pear"),
    ("questions.long_text", {"rows": 3}, typed(answer="One\r\ntwo"), "One\ntwo", "One\ntwo"),
    ("questions.number", {"least": 1, "most": 9}, typed(answer="7"), 7, "7 metres"),
    ("questions.number", {"decimals": 1}, typed(answer="7.5"), "7.5", "7.5 metres"),
    ("questions.money", {"least": "£5"}, typed(answer="12.50"), 1250, "£12.50"),
    ("questions.date", {"earliest_in": 1}, typed(answer__day="3", answer__month="march", answer__year="2026"),
     "2026-03-03", "3 March 2026"),
    ("questions.choice", {"options": ["a", "b"]}, typed(answer="b"), "b", "Bean"),
    ("questions.choices", {"options": ["a", "b"], "none": "none"}, typed(answer=["b", "a"]),
     ["a", "b"], "Apple and Bean"),
    ("questions.yes_no", {}, typed(answer="no"), "no", "No"),
    ("questions.email", {}, typed(answer="ada@home.example"), "ada@home.example", "ada@home.example"),
    ("questions.phone", {}, typed(answer="01632 960 123"), "01632960123", "01632 960123"),
    ("questions.place", {}, typed(answer__words="By the pier"),
     {"words": "By the pier", "latitude": None, "longitude": None}, "By the pier"),
    ("questions.agreement", {}, typed(answer="yes"), True, "I agree"),
    ("questions.text", {"optional": True}, typed(answer=""), "", "Not given"),
    ("questions.yes_no", {"optional": True}, typed(answer=""), None, "Not given"),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "settings", "said", "kept", "shown"), GOOD)
def test_an_answer_is_kept_shown_again_and_summed_up(
    kind: str, settings: dict[str, Any], said: QueryDict, kept: Any, shown: str
) -> None:
    step, context = STEP_TYPES[kind], asked(kind, **settings)
    form = step.form(acts.public(), context, said)
    assert form.is_valid(), form.errors
    answer = step.accept(acts.public(), context, form.cleaned_data)
    assert answer == kept
    [row] = step.summary(context, answer)
    assert row.value == shown and row.label in {"Thing", "What?"}
    again = step.form(acts.public(), asked(kind, answer, **settings))
    assert "What?" in again.draw(heading=True) or "I agree" in again.draw()
    if answer not in ("", None):
        assert step.example_problem(asked(kind, **settings), answer) == ""


BAD = [
    ("questions.text", {"most": 3}, typed(answer="four"), "The thing must be 3 characters or fewer"),
    ("questions.text", {}, typed(answer=""), "Enter the thing"),
    ("questions.number", {"most": 9}, typed(answer="10"), "The thing must be 9 or less"),
    ("questions.number", {}, typed(answer="ten"), "Enter the thing in figures"),
    ("questions.money", {"least": "£5"}, typed(answer="4"), "The thing must be £5 or more"),
    ("questions.date", {"latest_in": 0}, typed(answer__day="3", answer__month="3", answer__year="2026"),
     "The thing must be 2 March 2026 or earlier"),
    ("questions.choice", {"options": ["a", "b"]}, typed(answer="c"), "Choose one of the answers shown"),
    ("questions.choices", {"options": ["a"]}, typed(), "Choose at least one answer"),
    ("questions.yes_no", {}, typed(), "Choose yes or no"),
    ("questions.email", {}, typed(answer="nobody"), "in full, like name@example.org"),
    ("questions.place", {"point": True}, typed(answer__words="The pier"), "Choose the spot on the map"),
    ("questions.agreement", {}, typed(), "Tick the box"),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "settings", "said", "words"), BAD)
def test_what_cannot_be_an_answer_is_refused_in_words(
    kind: str, settings: dict[str, Any], said: QueryDict, words: str
) -> None:
    form = STEP_TYPES[kind].form(acts.public(), asked(kind, **settings), said)
    assert not form.is_valid() and words in form.error_summary()


REFUSED = [
    ("questions.number", {"most": 9}, 10),
    ("questions.money", {}, "£5"),
    ("questions.date", {"earliest_in": 1}, "2026-03-01"),
    ("questions.date", {}, "soon"),
    ("questions.choice", {"options": ["a", "b"]}, "c"),
    ("questions.choices", {"options": ["a"]}, ["b"]),
    ("questions.email", {}, "nobody"),
    ("questions.contact", {}, {"name": "Ada"}),
    ("questions.contact", {"phone": True}, {"name": "Ada", "email": "ada@home.example"}),
    ("questions.contact", {}, "Ada"),
    ("questions.place", {}, {"words": "x", "latitude": 99, "longitude": 0}),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "settings", "answer"), REFUSED)
def test_an_example_with_an_impossible_answer_is_refused(
    kind: str, settings: dict[str, Any], answer: Any
) -> None:
    assert STEP_TYPES[kind].example_problem(asked(kind, **settings), answer)


def test_every_kind_says_which_words_it_wants() -> None:
    choice = STEP_TYPES["questions.choice"]
    assert choice.needed_words(asked("questions.choice", options=["a", "b"]).settings) == (
        "title",
        "option.a",
        "option.b",
    )
    assert STEP_TYPES["questions.stop"].ends_journey(asked("questions.stop").settings)
    assert isinstance(STEP_TYPES["questions.information"], Asks)
    assert STEP_TYPES["questions.yes_no"].possible_answers(asked("questions.yes_no").settings) == (
        "yes",
        "no",
    )
