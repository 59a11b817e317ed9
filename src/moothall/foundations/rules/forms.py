"""What people type to try rules, to change them, and to ask what a change would do."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from moothall.design import fields, forms
from moothall.design.fields.base import Words
from moothall.foundations.rules.table_views.asked import FREE, Asked, value_typed

Typed = Mapping[str, Any] | None
MOST_TEXT = 500_000
MOST_UPLOAD = 2_000_000
MOST_REASON = 500
ENDINGS = (".yaml", ".yml", ".csv", ".dmn", ".xml", ".xlsx")
BETTER, WORSE = "better", "worse"
TYPED_IN = "typed-in"
"""Stands for a version in which cells are typed into the page."""


class Free(fields.Text):
    """A value that is typed as in the notation of rules."""

    def to_python(self, value: Any) -> Any:
        """The value. Raises when it is begun as an expression and cannot be read."""
        text = super().to_python(value)
        try:
            return value_typed(text) if text else None
        except ValueError as wrong:
            raise ValidationError(str(wrong)) from None


def answers(asked: Sequence[Asked], typed: Typed = None) -> forms.Form:
    """A form with a question for each input; every one may be left open."""
    return forms.Form.of({f"in-{at}": _question(one) for at, one in enumerate(asked)})(typed)


def answers_given(form: forms.Form, asked: Sequence[Asked]) -> dict[str, Any]:
    """The answers of a valid form by the names of the inputs, open ones left out."""
    cleaned = (form.cleaned_data.get(f"in-{at}") for at in range(len(asked)))
    pairs = zip((one.name for one in asked), cleaned, strict=True)
    return {name: value for name, value in pairs if value is not None and value != ""}


def _question(one: Asked) -> fields.Field:
    options: dict[str, Any] = {"required": False, "says_optional": False}
    if one.question != one.name:
        options["hint"] = one.name
    if one.values:
        return fields.Select(one.question, [(value, value) for value in one.values], **options)
    if one.holds == "yes or no":
        return YesNoOpen(one.question, **options)
    if one.holds == "whole number":
        return fields.Number(one.question, **options)
    if one.holds == "money":
        return fields.Number(one.question, decimals=2, prefix="£", width=10, **options)
    if one.holds == "number":
        return fields.Number(one.question, decimals=6, width=10, **options)
    if one.holds == "date":
        return fields.Date(one.question, **options)
    if one.holds == FREE:
        return Free(one.question, **options)
    return fields.Text(one.question, **options)


class YesNoOpen(fields.Select):
    """Yes, no, or left open, in one line."""

    def __init__(self, label: Words, **others: Any) -> None:
        super().__init__(label, [("yes", _("Yes")), ("no", _("No"))], **others)

    def to_python(self, value: Any) -> bool | None:
        """The answer as a truth value, nothing when it is left open."""
        return {"yes": True, "no": False}.get(super().to_python(value))


def pair(editions: Iterable[tuple[str, str]], typed: Typed = None, **initial: str) -> forms.Form:
    """Two versions to compare."""
    options = list(editions)
    return forms.Form.of(
        {
            "old": fields.Select(_("From"), options, called=_("the version to begin with")),
            "new": fields.Select(_("To"), options, called=_("the version to compare it with")),
        }
    )(typed, initial=initial)


def reason(typed: Typed = None) -> forms.Form:
    """Why rules change, for whoever publishes the change and whoever looks later."""
    return forms.Form.of(
        {
            "reason": fields.TextArea(
                _("Why does this change?"),
                hint=_("One sentence, such as “Fees agreed by the council on 24 February”. It is kept."),
                called=_("why this changes"),
                most=MOST_REASON,
                rows=2,
            )
        }
    )(typed)


def change(
    places: Sequence[tuple[str, str]], typed: Typed = None, files: Typed = None, **initial: str
) -> forms.Form:
    """A new text of some rules: what it takes the place of, and a file or the text itself."""
    return forms.Form.of(
        {
            "instead_of": fields.Choice(
                _("What do you want to do?"),
                [
                    *((path, _("Correct %(version)s") % {"version": words}) for path, words in places),
                    fields.Option(
                        "",
                        _("Add a version beside them"),
                        hint=_("For rules that begin later. Give it its own “valid_from” day."),
                    ),
                ],
                required=False,
                says_optional=False,
            ),
            "label": fields.Text(
                _("A short name for a version that is added"),
                hint=_("Such as 2027. Leave it empty if you correct one."),
                required=False,
                says_optional=False,
                width=10,
                most=40,
            ),
            "file": fields.File(
                _("Choose a file"),
                hint=_("YAML, CSV, DMN or a spreadsheet (xlsx) with one table."),
                endings=ENDINGS,
                most_octets=MOST_UPLOAD,
                required=False,
                says_optional=False,
            ),
            "text": fields.TextArea(
                _("Or write it here"),
                hint=_("YAML, CSV or DMN. If you choose a file, the file counts."),
                most=MOST_TEXT,
                rows=24,
                count_from=90,
                required=False,
                says_optional=False,
                classes="moot-code",
            ),
        }
    )(typed, files, initial=initial)


def what_if(
    *,
    editions: Sequence[tuple[str, str]],
    decisions: Sequence[tuple[str, str]],
    groups: Sequence[tuple[str, str]],
    parts: Sequence[str] = (),
    types_in: bool = False,
    typed: Typed = None,
    **initial: str,
) -> forms.Form:
    """Which two versions, which result, good or bad for people, shown by which group."""
    questions: dict[str, fields.Field] = {
        "old": fields.Select(_("The rules as they are"), editions, called=_("the version to begin with"))
    }
    if not types_in:
        questions["new"] = fields.Select(
            _("The rules as they could be"), editions, called=_("the other version")
        )
    questions["decision"] = fields.Select(_("Which result?"), decisions, called=_("a result"))
    if parts:
        questions["part"] = fields.Select(
            _("Which part of it?"), [(part, part) for part in parts], required=False
        )
    questions["sense"] = fields.Choice(
        _("If it goes up, people are …"),
        [
            fields.Option(BETTER, _("better off"), hint=_("They get it: a reduction, points, a place.")),
            fields.Option(WORSE, _("worse off"), hint=_("They pay it: a fee, a charge.")),
        ],
        called=_("whether people are better or worse off"),
    )
    questions["group"] = fields.Select(_("Show it by"), groups, called=_("by what to show it"))
    return forms.Form.of(questions)(typed, initial=initial)
