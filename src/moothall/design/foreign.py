"""Forms that other packages made (such as django-allauth's), drawn with our components.

Our own forms declare :mod:`moothall.design.fields`. These come with Django's fields and widgets; each widget
is drawn as the component it is nearest to, and errors link to their inputs in the same way.
"""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from moothall.design import drawing

_TYPES: dict[type[forms.Widget], str] = {
    forms.EmailInput: "email",
    forms.URLInput: "url",
    forms.NumberInput: "number",
}


def draw_form(form: forms.BaseForm) -> Markup:
    """All fields of ``form``; hidden ones too. Its errors stand beside their fields."""
    return Markup("\n").join(_draw(bound) for bound in form)


def error_summary(form: forms.BaseForm) -> Markup:
    """Every error as a link to its input; nothing without errors."""
    found: list[dict[str, Any]] = [
        {"text": str(bound.errors[0]), "href": f"#{bound.auto_id}"} for bound in form if bound.errors
    ]
    found += [{"text": str(error)} for error in form.non_field_errors()]
    if not found:
        return Markup("")
    return drawing.component("error-summary", titleText=_("There is a problem"), errorList=found)


def _draw(bound: BoundField) -> Markup:
    widget = bound.field.widget
    if widget.is_hidden:
        return escape(bound.as_hidden())
    if isinstance(widget, forms.CheckboxInput):
        item = {"value": "on", "text": bound.label, "checked": bool(bound.value()), "id": bound.auto_id}
        return drawing.component("checkboxes", name=bound.html_name, items=[item], **_said(bound))
    if isinstance(widget, forms.RadioSelect):
        legend = {"text": bound.label, "classes": "govuk-fieldset__legend--s"}
        return drawing.component(
            "radios",
            idPrefix=bound.auto_id,
            name=bound.html_name,
            fieldset={"legend": legend},
            items=_items(bound, "checked"),
            **_said(bound),
        )
    if isinstance(widget, forms.Select):
        return drawing.component("select", items=_items(bound, "selected"), **_named(bound))
    if isinstance(widget, forms.PasswordInput):
        labels = {"showPasswordText": _("Show"), "hidePasswordText": _("Hide")}
        aloud = {
            "showPasswordAriaLabelText": _("Show password"),
            "hidePasswordAriaLabelText": _("Hide password"),
        }
        return drawing.component("password-input", **labels, **aloud, **_named(bound))
    return _draw_text(bound, widget)


def _draw_text(bound: BoundField, widget: forms.Widget) -> Markup:
    value = bound.value()
    params = _named(bound) | {"value": "" if value is None else str(value)}
    if isinstance(widget, forms.Textarea):
        return drawing.component("textarea", **params)
    return drawing.component("input", type=_TYPES.get(type(widget), "text"), **params)


def _items(bound: BoundField, mark: str) -> list[dict[str, Any]]:
    chosen = str(bound.value() or "")
    choices = bound.field.choices  # type: ignore[attr-defined]
    return [{"value": str(value), "text": text, mark: str(value) == chosen} for value, text in choices]


def _named(bound: BoundField) -> dict[str, Any]:
    attrs = bound.field.widget.attrs
    params: dict[str, Any] = {
        "id": bound.auto_id,
        "name": bound.html_name,
        "label": {"text": bound.label, "classes": "govuk-label--s"},
    }
    params |= {name: attrs[name] for name in ("autocomplete", "inputmode") if name in attrs}
    return params | _said(bound)


def _said(bound: BoundField) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if bound.help_text:
        said["hint"] = {"html": bound.help_text}
    if bound.errors:
        said["errorMessage"] = {"text": str(bound.errors[0]), "visuallyHiddenText": _("Error")}
    return said
