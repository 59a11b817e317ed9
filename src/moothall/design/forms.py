"""Forms that validate a dictionary and nothing else: they ask, and never save."""

from collections.abc import Mapping
from typing import Any, Protocol, Self, cast

from django import forms
from django.utils.translation import gettext as _
from markupsafe import Markup

from moothall.design import drawing
from moothall.design.fields import DrawnField, Field


class Refusal(Protocol):
    """What a form needs to know of an operation's refusal: its words, and words for single fields."""

    words: str
    fields: dict[str, str]


class Form(forms.Form):
    """A set of fields (:mod:`moothall.design.fields`) declared as class attributes.

    Args:
        values: what was typed (``request.POST`` or a plain dictionary), or ``None`` for a form not yet sent.
        files: ``request.FILES``.
        initial: typed Python values to start with, by field name.
        prefix: put before every field name, so that a form can stand on a page twice.
    """

    use_required_attribute = False

    def __init__(
        self,
        values: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
        prefix: str | None = None,
    ) -> None:
        super().__init__(
            data=values,
            files=cast(Any, files),
            initial=dict(initial or {}),
            prefix=prefix,
            auto_id="%s",
            label_suffix="",
        )

    @classmethod
    def of(cls, fields: Mapping[str, Field]) -> type[Self]:
        """A form class with these fields, for questions that are data."""
        return cast(type[Self], type(cls.__name__, (cls,), dict(fields)))

    @property
    def drawn_fields(self) -> list[DrawnField]:
        """The fields of this form, ready to be drawn, in order."""
        return [cast(DrawnField, self[name]) for name in self.fields]

    def draw(self, *, heading: bool = False) -> Markup:
        """All fields. ``heading`` makes the first question the page's ``h1``."""
        return Markup("\n").join(
            drawn.draw(heading=heading and at == 0) for at, drawn in enumerate(self.drawn_fields)
        )

    def error_summary(self) -> Markup:
        """Every error as a link to its input, to stand above the page's heading; nothing without errors."""
        found = [
            {"text": drawn.error, "href": f"#{drawn.error_target}"}
            for drawn in self.drawn_fields
            if drawn.error
        ]
        found += [{"text": str(error)} for error in self.non_field_errors()]
        if not found:
            return Markup("")
        return drawing.component("error-summary", titleText=_("There is a problem"), errorList=found)

    def add_refusal(self, refused: "Refusal") -> None:
        """Show why an operation said no: beside the fields it names, or above the form."""
        named = {name: words for name, words in refused.fields.items() if name in self.fields}
        for name, words in named.items():
            self.add_error(name, words)
        if not named:
            self.add_error(None, refused.words)

    def plain(self) -> dict[str, Any]:
        """The answers of a valid form as JSON can keep them (uploads are left out)."""
        return {
            name: field.to_plain(self.cleaned_data[name])
            for name, field in self.fields.items()
            if isinstance(field, Field) and not field.widget.needs_multipart_form
        }
