"""Drawing govuk-frontend components and Moothall's own parts from Python."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import jinja2
from django.template import engines
from markupsafe import Markup, escape

_ATTRIBUTES = "{% macro govukAttributes(attributes) -%}{{ html_attributes(attributes) }}{%- endmacro %}"

GOVUK_LOADER = jinja2.PrefixLoader(
    {
        "govuk_frontend_jinja": jinja2.ChoiceLoader(
            [
                jinja2.DictLoader({"macros/attributes.html": _ATTRIBUTES}),
                jinja2.PackageLoader("govuk_frontend_jinja"),
            ]
        )
    }
)
"""Serves the component templates under the prefix by which they import each other. Their one hot macro, which
writes HTML attributes, is written in Python instead: :func:`html_attributes`."""


def html_attributes(attributes: Any) -> Markup:
    """The attributes of an HTML element, each with a space before it, as govuk-frontend's macro writes them.

    Args:
        attributes: ready HTML, or a mapping of names to values. A value may be a mapping with ``value`` and
            ``optional``: then nothing and false leave the attribute out, and true writes its name alone.
    """
    if isinstance(attributes, str):
        return Markup(attributes)  # noqa: S704 (the macros pass what they have escaped)
    if not isinstance(attributes, Mapping):
        return Markup("")
    return Markup("").join(_attribute(name, value) for name, value in attributes.items())


def _attribute(name: str, given: Any) -> Markup:
    value, optional = given, False
    if isinstance(given, Mapping):
        value, optional = given.get("value"), given.get("optional") is True
    elif isinstance(given, bool):
        value = str(given).lower()
    if optional and (value is None or value is False or isinstance(value, jinja2.Undefined)):
        return Markup("")
    if optional and value is True:
        return Markup(" {}").format(name)
    return Markup(' {}="{}"').format(name, "" if value is None else value)


def _env() -> jinja2.Environment:
    return engines["jinja2"].env  # type: ignore[attr-defined, no-any-return]


def as_it_is(text: str, *_width: object, **_options: object) -> str:
    """``text`` unchanged, in the place of Jinja2's ``indent``: the component macros lay out their source with
    it, line by line; that took half of the time of drawing a field, and nobody sees it."""
    return text


def _macro_name(component: str) -> str:
    return "govuk" + "".join(word.capitalize() for word in component.split("-"))


def component(name: str, /, **params: Any) -> Markup:
    """The HTML of one govuk-frontend component.

    Args:
        name: as in the design system's folder names, for example ``"date-input"``.
        params: the component's own options, for example ``text="Continue"``.
    """
    module = _env().get_template(f"govuk_frontend_jinja/components/{name}/macro.html").module
    return Markup(getattr(module, _macro_name(name))(params))  # noqa: S704 (the macro has escaped its params)


def part(name: str, /, *args: Any, **params: Any) -> Markup:
    """The HTML of one macro of ``design/parts.html``, for code that draws outside a template."""
    module = _env().get_template("design/parts.html").module
    return Markup(getattr(module, name)(*args, **params))  # noqa: S704 (the macro has escaped its params)


def field_part(name: str, params: dict[str, Any]) -> Markup:
    """The HTML of one macro of ``design/fields.html``: what fields need beyond govuk-frontend."""
    module = _env().get_template("design/fields.html").module
    return Markup(getattr(module, name)(params))  # noqa: S704 (the macro has escaped its params)


def table_rows(
    names: Sequence[str], numbers: Sequence[bool], rows: Iterable[Sequence[Any]], *, cards: bool
) -> Markup:
    """The rows of the ``table`` macro. In Python, because a list may have a thousand cells.

    Args:
        names: the heading of each column.
        numbers: whether each column holds figures.
        rows: cells in the order of the columns; the first one names the row.
        cards: whether rows become cards on a narrow screen.
    """
    start = f"<tr{_role('row', cards)}>"
    begins = [_cell_start(name, cards, first=at == 0, number=numbers[at]) for at, name in enumerate(names)]
    ends = ["</th>", *["</td>"] * (len(names) - 1)]
    lines = (
        "".join(
            f"{begin}{escape(cell).strip()}{end}" for begin, cell, end in zip(begins, row, ends, strict=False)
        )
        for row in rows
    )
    return Markup("".join(f"{start}{line}</tr>\n" for line in lines))  # noqa: S704 (cells are escaped)


def _cell_start(name: str, cards: bool, *, first: bool, number: bool) -> str:
    tag, role = ('th scope="row"', "rowheader") if first else ("td", "cell")
    label = f' data-label="{escape(name)}"' if cards else ""
    css = ' class="moot-table__number"' if number else ""
    return f"<{tag}{_role(role, cards)}{label}{css}>"


def _role(name: str, cards: bool) -> str:
    return f' role="{name}"' if cards else ""


def drawn(template: str, /, **values: Any) -> Markup:
    """The HTML of a small template of a capability's own, to stand in a page."""
    return Markup(_env().get_template(template).render(values))  # noqa: S704 (the template escapes)


def bare_page(template: str, **values: Any) -> str:
    """A page drawn from code and files alone, with no request and no database: for when those broke."""
    return _env().get_template(template).render(values)
