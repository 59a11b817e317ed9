"""What every field shares: words, errors, the typed value and how it is drawn."""

from collections.abc import Mapping
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup, escape

from moothall.design import drawing

Words = str | Promise
"""Text for people: as it is, or translated when it is drawn."""


class Typed(forms.Widget):
    """Reads what a person typed for one field and leaves drawing to the field.

    ``parts`` are the names of its inputs when it has several (``born-day``, ``born-month`` …); ``many`` reads
    a list; ``from_files`` reads uploads.
    """

    def __init__(self, *, parts: tuple[str, ...] = (), many: bool = False, from_files: bool = False) -> None:
        super().__init__()
        self.parts, self.many, self.from_files = parts, many, from_files

    @property
    def needs_multipart_form(self) -> bool:  # type: ignore[override]
        """Whether the form must be sent as multipart data."""
        return self.from_files

    def value_from_datadict(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> Any:
        """The raw answer: a string, a list, or a dictionary of parts."""
        source = files if self.from_files else data
        if self.parts:
            return {part: str(source.get(f"{name}-{part}") or "").strip() for part in self.parts}
        if self.many:
            found = source.getlist(name) if hasattr(source, "getlist") else source.get(name, [])
            return list(found) if isinstance(found, list | tuple) else [found]
        return source.get(name)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> bool:
        """Never: an unticked box sends nothing, and that is an answer."""
        return False


class DrawnField(BoundField):
    """One field of one form, with what was typed and what is wrong with it."""

    field: "Field"

    @property
    def id(self) -> str:
        """The HTML id of the field's (first) input."""
        return self.html_name

    @property
    def error(self) -> str:
        """The first thing to put right, or nothing."""
        return str(self.errors[0]) if self.errors else ""

    @property
    def faulty_part(self) -> str:
        """The part (such as ``month``) that the error is about, or nothing when it is about the whole."""
        found = self.errors.as_data() if self.errors else []
        code = found[0].code if found else None
        return code if code in self.field.parts else ""

    @property
    def error_target(self) -> str:
        """The id of the input that a link from the error summary goes to."""
        if not self.field.parts:
            return self.id
        return f"{self.id}-{self.faulty_part or self.field.parts[0]}"

    def draw(self, *, heading: bool = False) -> Markup:
        """The field as HTML. ``heading`` makes its question the page's ``h1`` (one thing per page)."""
        return self.field.draw(self, heading=heading)

    def __str__(self) -> SafeString:
        return SafeString(self.draw())

    __html__ = __str__


class Field(forms.Field):
    """A question with its answer. Subclasses name their govuk component and turn typed text into a value.

    Args:
        label: the question or the name of what to enter.
        hint: help that stands below the label.
        required: whether an answer is needed; when not, the label says "(optional)".
        says_optional: whether it says so; not where one of several fields is needed.
        called: what the answer is called in an error: "your age" gives "Enter your age".
        errors: own words for an error, by its key (``required``, ``too_long`` …; see ``messages``).
        initial: the value the field starts with, as the typed Python value.
        autocomplete: the HTML autocomplete token, so that browsers can fill it in (WCAG 1.3.5).
        classes: more CSS classes for the input.
    """

    component: ClassVar[str] = ""
    called: ClassVar[Words] = gettext_lazy("your answer")
    messages: ClassVar[dict[str, Words]] = {"required": gettext_lazy("Enter %(called)s")}
    parts: ClassVar[tuple[str, ...]] = ()
    uses_legend: ClassVar[bool] = False

    def __init__(
        self,
        label: Words,
        *,
        hint: Words = "",
        required: bool = True,
        says_optional: bool = True,
        called: Words = "",
        errors: Mapping[str, Words] | None = None,
        initial: Any = None,
        autocomplete: str = "",
        classes: str = "",
    ) -> None:
        super().__init__(
            required=required,
            label=cast(str, label),
            help_text=cast(str, hint),
            initial=initial,
            widget=self._widget(),
        )
        self.says_optional = says_optional
        self.noun = called or self.called
        self.own_errors = dict(errors or {})
        self.autocomplete = autocomplete
        self.classes = classes

    def _widget(self) -> Typed:
        return Typed(parts=self.parts)

    def wrong(self, key: str, *, part: str = "", **values: object) -> ValidationError:
        """The error ``key`` in words, about the whole field or one of its parts."""
        words = str(self.own_errors.get(key) or self._messages()[key])
        noun = str(self.noun)
        known = {"called": noun, "Called": noun[:1].upper() + noun[1:]} | values
        return ValidationError(words % known if "%(" in words else words, code=part or key)

    def _messages(self) -> dict[str, Words]:
        merged: dict[str, Words] = {}
        for kind in reversed(type(self).__mro__):
            merged |= vars(kind).get("messages", {})
        return merged

    def validate(self, value: Any) -> None:
        """Raise when an answer is needed and there is none."""
        if self.required and value in self.empty_values:
            raise self.wrong("required")

    def to_plain(self, value: Any) -> Any:
        """``value`` as JSON can keep it: what a journey stores."""
        return value

    def from_plain(self, plain: Any) -> Any:
        """The value again from what :meth:`to_plain` gave."""
        return plain

    def in_words(self, value: Any) -> str:
        """The value as it stands on a "check your answers" page."""
        return _("Not given") if value in self.empty_values else str(value)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> DrawnField:
        """The field within ``form``, ready to be drawn."""
        return DrawnField(form, self, field_name)

    def draw(self, drawn: DrawnField, *, heading: bool) -> Markup:
        """The field as HTML."""
        return drawing.component(self.component, **self._params(drawn, heading))

    def _params(self, drawn: DrawnField, heading: bool) -> dict[str, Any]:
        params: dict[str, Any] = {
            "id": drawn.id,
            "name": drawn.html_name,
            "classes": self.classes,
            **self._question(drawn, heading),
        }
        if drawn.help_text:
            params["hint"] = {"text": drawn.help_text}
        if drawn.error:
            params["errorMessage"] = {"text": drawn.error, "visuallyHiddenText": _("Error")}
        if self.autocomplete:
            params["autocomplete"] = self.autocomplete
        return params | self._own_params(drawn)

    def _question(self, drawn: DrawnField, heading: bool) -> dict[str, Any]:
        size = "l" if heading else "s"
        question = {"html": self._label(drawn), "isPageHeading": heading}
        if self.uses_legend:
            return {"fieldset": {"legend": question | {"classes": f"govuk-fieldset__legend--{size}"}}}
        return {"label": question | {"classes": f"govuk-label--{size}"}}

    def _label(self, drawn: DrawnField) -> Markup:
        if self.required or not self.says_optional:
            return escape(drawn.label)
        return Markup('{} <span class="moot-optional">{}</span>').format(drawn.label, _("(optional)"))

    def _own_params(self, drawn: DrawnField) -> dict[str, Any]:
        value = drawn.value()
        return {"value": "" if value is None else str(value)}
