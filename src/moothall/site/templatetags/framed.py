"""Draws allauth's pages, which are Django templates, inside the place's own frame, which is Jinja2."""

from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.tag("framed")
def framed(parser: template.base.Parser, token: template.base.Token) -> template.Node:
    """``{% framed %} title {% content %} page {% endframed %}``: the page inside the place's frame."""
    title = parser.parse(("content",))
    parser.delete_first_token()
    content = parser.parse(("endframed",))
    parser.delete_first_token()
    return Framed(title, content)


class Framed(template.Node):
    """A title and a page."""

    def __init__(self, title: template.NodeList, content: template.NodeList) -> None:
        self.title = title
        self.content = content

    def render(self, context: template.Context) -> SafeString:
        """The whole document."""
        content = self.content.render(context)
        filled: dict[str, Any] = {"title": self.title.render(context).strip(), "content": mark_safe(content)}  # noqa: S308
        drawn: SafeString = render_to_string("site/sign_in.html", filled, request=context.get("request"))
        return drawn


@register.filter
def drawn(field: BoundField) -> SafeString:
    """A form field's control as the design system draws it."""
    if isinstance(field.field.widget, CheckboxInput):
        return field.as_widget(attrs={"class": "govuk-checkboxes__input"})
    classes = "govuk-input" + (" govuk-input--error" if field.errors else "")
    return field.as_widget(attrs={"class": classes, "placeholder": ""})


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Whether the field is one box to tick."""
    return isinstance(field.field.widget, CheckboxInput)
