"""Draws allauth's pages, which are Django templates, inside the place's own frame, which is Jinja2."""

from typing import Any

from django import template
from django.forms import BaseForm
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from moothall.design import foreign

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
        filled: dict[str, Any] = {
            "title": self.title.render(context).strip(),
            "content": mark_safe(content),  # noqa: S308
            "form": context.get("form"),
        }
        drawn: SafeString = render_to_string("site/sign_in.html", filled, request=context.get("request"))
        return drawn


@register.filter
def drawn(form: BaseForm) -> SafeString:
    """All of a form's errors and fields, as the design system draws them."""
    return mark_safe(foreign.error_summary(form) + foreign.draw_form(form))  # noqa: S308 (escaped by both)
