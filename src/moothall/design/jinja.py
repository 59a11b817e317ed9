"""The Jinja2 environment of every page: where templates are found and what they may call."""

from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import jinja2
from django.apps import apps
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext

from moothall.design import drawing, foreign, frame, theme, words

FILTERS = {
    "ago": words.relative_day,
    "clock_time": words.clock_time,
    "distance": words.distance,
    "duration": words.duration,
    "file_size": words.file_size,
    "indent": drawing.as_it_is,
    "listed": words.listed,
    "long_date": words.long_date,
    "last_moment": words.last_moment,
    "moment": words.moment,
    "money": words.money,
    "month_year": words.month_year,
    "out_of_ten": words.out_of_ten,
    "percent": words.percent,
    "phone": words.phone,
    "plain_date": words.plain_date,
    "price": words.price,
    "short_date": words.short_date,
    "thousands": words.thousands,
}


class Environment(jinja2.Environment):
    """Jinja2's environment with two shortcuts; together they halve the time of drawing a field."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """All templates share one dictionary of globals: imports inside macros compare its keys each time."""
        return super().make_globals(d) if d else self.globals

    def getattr(self, obj: Any, attribute: str) -> Any:
        """``params.text`` of a plain dictionary looks for the key before the attribute."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of the page called ``name`` in the URL configuration."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def page_language() -> str:
    """The language of the page being drawn, as an HTML ``lang`` value."""
    return (get_language() or "en").split("-")[0]


def template_folders() -> list[Path]:
    """The ``templates`` folders of Moothall's own apps, in the order of the installed apps."""
    ours = (config for config in apps.get_app_configs() if config.name.startswith("moothall."))
    return [folder for config in ours if (folder := Path(config.path) / "templates").is_dir()]


def environment(**options: Any) -> jinja2.Environment:
    """Django's Jinja2 backend calls this with its options; see ``TEMPLATES`` in the settings.

    Missing names draw as nothing, also with ``DEBUG``: the govuk-frontend macros rely on it.
    """
    loaders = [jinja2.FileSystemLoader(template_folders()), drawing.GOVUK_LOADER]
    if given := options.pop("loader", None):
        loaders.insert(0, given)
    made = Environment(
        **options
        | {
            "loader": jinja2.ChoiceLoader(loaders),
            "undefined": jinja2.Undefined,
            "extensions": ["jinja2.ext.i18n", "jinja2.ext.do"],
        }
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    made.filters.update(FILTERS)
    made.globals.update(
        url=url,
        static=static,
        page_language=page_language,
        frame_for=frame.frame_for,
        theme_stylesheet=theme.stylesheet,
        component=drawing.component,
        draw_form=foreign.draw_form,
        form_errors=foreign.error_summary,
        html_attributes=drawing.html_attributes,
        table_rows=drawing.table_rows,
    )
    return made
