"""Fields that offer answers to choose from."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from moothall.design import words
from moothall.design.fields.base import DrawnField, Field, Typed, Words


@dataclass(frozen=True, slots=True)
class Option:
    """One answer. ``exclusive`` (checkboxes) unticks the others; ``after_or`` puts "or" before it."""

    value: str
    text: Words
    hint: Words = ""
    exclusive: bool = False
    after_or: bool = False


def _options(given: Iterable[Option | tuple[str, Words]]) -> tuple[Option, ...]:
    return tuple(item if isinstance(item, Option) else Option(*item) for item in given)


class Choice(Field):
    """One answer of a few, as radio buttons. ``options`` are :class:`Option` or ``(value, text)``."""

    component = "radios"
    uses_legend = True
    called = _("an answer")
    messages = {
        "required": _("Choose %(called)s"),
        "not_offered": _("Choose one of the answers shown"),
    }

    def __init__(
        self,
        label: Words,
        options: Iterable[Option | tuple[str, Words]],
        *,
        inline: bool = False,
        **others: Any,
    ) -> None:
        super().__init__(label, **others)
        self.options, self.inline = _options(options), inline

    def to_python(self, value: Any) -> Any:
        """The chosen value, or "". Raises ``not_offered``."""
        chosen = "" if value is None else str(value)
        if chosen and chosen not in {option.value for option in self.options}:
            raise self.wrong("not_offered")
        return chosen

    def in_words(self, value: Any) -> str:
        """The words of the chosen answer."""
        texts = {option.value: option.text for option in self.options}
        return str(texts.get(value) or super().in_words(value))

    def _own_params(self, drawn: DrawnField) -> dict[str, Any]:
        chosen = drawn.value()
        return {
            "idPrefix": drawn.id,
            "classes": f"{self.classes}{' govuk-radios--inline' if self.inline else ''}",
            "items": [
                item for option in self.options for item in self._items(option, chosen == option.value)
            ],
        }

    def _items(self, option: Option, chosen: bool) -> list[dict[str, Any]]:
        item: dict[str, Any] = {"value": option.value, "text": option.text, "checked": chosen}
        if option.hint:
            item["hint"] = {"text": option.hint}
        if option.exclusive:
            item["behaviour"] = "exclusive"
        return [{"divider": gettext("or")}, item] if option.after_or else [item]


class Choices(Choice):
    """Any number of answers, as checkboxes. The value is a list."""

    component = "checkboxes"
    messages = {"required": _("Choose at least one answer")}

    def _widget(self) -> Typed:
        return Typed(many=True)

    def to_python(self, value: Any) -> list[str]:
        """The chosen values in the order offered. Raises ``not_offered``."""
        chosen = {str(one) for one in value or ()}
        if chosen - {option.value for option in self.options}:
            raise self.wrong("not_offered")
        return [option.value for option in self.options if option.value in chosen]

    def in_words(self, value: Any) -> str:
        """The words of the chosen answers, as a list in a sentence."""
        if not value:
            return Field.in_words(self, value)
        return words.listed(option.text for option in self.options if option.value in value)

    def _own_params(self, drawn: DrawnField) -> dict[str, Any]:
        chosen = [str(one) for one in drawn.value() or ()]
        return {
            "idPrefix": drawn.id,
            "items": [item for one in self.options for item in self._items(one, one.value in chosen)],
        }


class Select(Choice):
    """One answer of many, as a drop-down list. Prefer :class:`Choice` up to about ten answers. ``first``
    stands for none of them."""

    component = "select"
    uses_legend = False

    def __init__(
        self,
        label: Words,
        options: Iterable[Option | tuple[str, Words]],
        *,
        first: Words = "",
        **rest: Any,
    ) -> None:
        self.first = first or _("Choose one")
        super().__init__(label, options, **rest)

    def _own_params(self, drawn: DrawnField) -> dict[str, Any]:
        chosen = drawn.value()
        first = {"value": "", "text": str(self.first)}
        return {
            "items": [first]
            + [
                {"value": one.value, "text": one.text, "selected": chosen == one.value}
                for one in self.options
            ]
        }


class YesNo(Choice):
    """Yes or no. The value is ``True``, ``False`` or, when not answered, ``None``."""

    messages = {"required": _("Choose yes or no")}

    def __init__(self, label: Words, **others: Any) -> None:
        super().__init__(label, [("yes", _("Yes")), ("no", _("No"))], inline=True, **others)

    def to_python(self, value: Any) -> bool | None:
        """The answer as a truth value."""
        return {"yes": True, "no": False}.get(super().to_python(value))

    def prepare_value(self, value: Any) -> Any:
        """A truth value as the radio's value; what was typed stays as it was."""
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value

    def in_words(self, value: Any) -> str:
        """ "Yes" or "No"."""
        return super().in_words(self.prepare_value(value))


class Declaration(Field):
    """A statement the person must agree to: one checkbox. ``label`` is the statement, as they say it."""

    component = "checkboxes"
    messages = {"required": _("Tick the box to say that you agree")}

    def to_python(self, value: Any) -> bool | None:
        """``True`` when the box is ticked, nothing when it is not."""
        return True if value else None

    def in_words(self, value: Any) -> str:
        """The statement agreed to."""
        return str(self.label) if value else super().in_words(value)

    def _question(self, drawn: DrawnField, heading: bool) -> dict[str, Any]:
        return {}

    def _own_params(self, drawn: DrawnField) -> dict[str, Any]:
        item = {"value": "yes", "text": drawn.label, "checked": bool(drawn.value())}
        return {"idPrefix": drawn.id, "items": [item]}
