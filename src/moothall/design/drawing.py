"""Drawing govuk-frontend components and Moothall's own parts from Python."""

from typing import Any

import jinja2
from django.template import engines
from markupsafe import Markup

GOVUK_LOADER = jinja2.PrefixLoader({"govuk_frontend_jinja": jinja2.PackageLoader("govuk_frontend_jinja")})
"""Serves the component templates under the prefix by which they import each other."""


def _env() -> jinja2.Environment:
    return engines["jinja2"].env  # type: ignore[attr-defined, no-any-return]


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


def bare_page(template: str, **values: Any) -> str:
    """A page drawn from code and files alone, with no request and no database: for when those broke."""
    return _env().get_template(template).render(values)
