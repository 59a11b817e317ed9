"""A form asks and never saves."""

import datetime as dt

from django.http import QueryDict

from moothall.design import fields, forms


class Visit(forms.Form):
    """Two questions."""

    name = fields.Text("Your name", called="your name")
    day = fields.Date("Which day?", required=False)


class Refusal:
    def __init__(self, words: str, **named: str) -> None:
        self.words, self.fields = words, named


def test_an_empty_form_that_was_sent_is_still_a_sent_form() -> None:
    assert not Visit(QueryDict("")).is_valid()
    assert Visit().error_summary() == ""


def test_the_first_question_can_be_the_heading_of_the_page() -> None:
    drawn = Visit().draw(heading=True)
    assert drawn.count("<h1") == 1
    assert drawn.index("<h1") < drawn.index("Which day?")


def test_what_may_stay_empty_is_marked() -> None:
    assert '<span class="moot-optional">(optional)</span>' in Visit().draw()


def test_values_known_before_are_filled_in() -> None:
    drawn = Visit(initial={"name": "Sam", "day": dt.date(2026, 3, 9)}).draw()
    assert 'value="Sam"' in drawn and 'value="2026"' in drawn


def test_answers_can_be_kept_as_json() -> None:
    form = Visit({"name": "Sam", "day-day": "9", "day-month": "3", "day-year": "2026"})
    assert form.is_valid()
    assert form.plain() == {"name": "Sam", "day": "2026-03-09"}


def test_a_form_can_stand_on_a_page_twice() -> None:
    form = Visit({"guest-name": "Sam"}, prefix="guest")
    assert form.is_valid()
    assert 'id="guest-name"' in form.draw()


def test_questions_that_are_data_become_a_form() -> None:
    made = forms.Form.of({"ward": fields.Select("Ward", [("h", "Harbour")])})
    assert made({"ward": "h"}).is_valid()
    assert forms.Form.of({}).base_fields == {}


def test_a_refusal_stands_beside_the_field_it_names() -> None:
    form = Visit({"name": "Sam"})
    assert form.is_valid()
    form.add_refusal(Refusal("No.", name="This name is taken. Choose another"))
    assert "This name is taken" in form.draw()
    assert "This name is taken" in form.error_summary()


def test_a_refusal_about_nothing_in_particular_stands_above_the_form() -> None:
    form = Visit({"name": "Sam"})
    form.add_refusal(Refusal("The last place has just gone."))
    assert "The last place has just gone." in form.error_summary()
