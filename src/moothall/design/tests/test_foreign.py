"""Forms that other packages made are drawn like our own."""

import pytest
from django import forms

from moothall.design import foreign


class SignIn(forms.Form):
    """The kinds of field that sign-in packages use."""

    login = forms.EmailField(label="Email", widget=forms.EmailInput({"autocomplete": "email"}))
    password = forms.CharField(
        widget=forms.PasswordInput({"autocomplete": "current-password"}), help_text="Ten or more"
    )
    remember = forms.BooleanField(required=False, label="Remember me")
    kind = forms.ChoiceField(choices=[("a", "App"), ("k", "Key")], widget=forms.RadioSelect)
    ward = forms.ChoiceField(choices=[("h", "Harbour"), ("c", "Castle")])
    why = forms.CharField(widget=forms.Textarea, required=False)
    age = forms.IntegerField()
    next = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> None:
        raise forms.ValidationError("Too many tries. Wait a minute")


@pytest.mark.parametrize(
    "drawn",
    [
        'type="email"',
        'autocomplete="email"',
        'type="password"',
        'data-module="govuk-password-input"',
        'type="checkbox"',
        'type="radio"',
        "<select",
        "<textarea",
        'type="number"',
        'type="hidden"',
        "Ten or more",
    ],
)
def test_each_widget_is_drawn_as_its_component(drawn: str) -> None:
    assert drawn in foreign.draw_form(SignIn())


def test_what_was_typed_is_kept_and_passwords_are_not() -> None:
    drawn = foreign.draw_form(SignIn({"login": "<sam>", "password": "hunter2", "ward": "c", "why": "<b>"}))
    assert "&lt;sam&gt;" in drawn and "<b>" not in drawn and "hunter2" not in drawn
    assert 'value="c" selected' in drawn


def test_errors_link_to_their_inputs() -> None:
    form = SignIn({"login": "sam", "password": "x"})
    summary = foreign.error_summary(form)
    assert 'href="#id_login"' in summary and "Too many tries. Wait a minute" in summary
    assert 'id="id_login"' in foreign.draw_form(form)


def test_a_form_without_errors_has_no_summary() -> None:
    assert foreign.error_summary(SignIn()) == ""
