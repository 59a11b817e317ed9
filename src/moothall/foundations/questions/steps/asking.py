"""What all question steps share: one field on one page, with its words from the pack."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from moothall.design.fields import Field, Option
from moothall.design.forms import Form
from moothall.kernel.act import Act
from moothall.kernel.telling import Row, Words
from moothall.services.steps import Answer, Asking, Settings, Step

ONE = "answer"
"""The name of a question's only field."""


class QuestionSettings(Settings):
    """What every question may be given: ``optional`` lets people go on without an answer."""

    optional: bool = False


S = TypeVar("S", bound=QuestionSettings)


class Question(Step[S]):
    """A step that asks one thing with its :meth:`field`; answers are kept in the field's plain form.

    Words: ``title`` (the question), and if there are any ``hint``, ``before`` (above the question), ``help``
    (behind a line that opens: ``help-title``), ``called`` (its name in errors), ``error.<key>``, ``summary``.
    """

    def field(self, asking: Asking[S]) -> Field:
        """The field to be answered."""
        raise NotImplementedError

    def form(self, act: Act, asking: Asking[S], typed: Any = None, files: Any = None) -> Form:
        """One question; what was answered before stands in it."""
        field = self.field(asking)
        start = {} if asking.answer is None else {ONE: field.from_plain(self.value(asking.answer))}
        return Form.of({ONE: field})(typed, files, initial=start)

    def keep(self, act: Act, asking: Asking[S], cleaned: Mapping[str, Any]) -> Answer:
        """The answer in its plain form."""
        return self.field(asking).to_plain(cleaned[ONE])

    def value(self, answer: Answer) -> Any:
        """What the field knows as the plain form of ``answer``."""
        return answer

    def summary(self, asking: Asking[S], answer: Answer) -> Sequence[Row]:
        """The question with the answer in words."""
        field = self.field(asking)
        return (Row(label(asking), field.in_words(field.from_plain(self.value(answer)))),)

    def refuses(self, asking: Asking[S], answer: Answer) -> str:
        """What the field says of the answer as if it were typed."""
        try:
            plain = self.value(answer)
            self.field(asking).clean(typed_as(self.field(asking).from_plain(plain)))
        except Exception as wrong:
            return _complaint(wrong)
        return ""


def options(asking: Asking[Any], values: Iterable[str]) -> list[Option]:
    """The answers to choose from, in the pack's words ``option.<value>`` and ``option-hint.<value>``."""
    return [
        Option(value, said(asking, f"option.{value}"), hint=said(asking, f"option-hint.{value}"))
        for value in values
    ]


def worded(asking: Asking[Any], *errors: str) -> dict[str, Any]:
    """What a field is given from the pack's words; ``errors`` are the keys the pack may have words for."""
    settings = asking.settings
    return {
        "hint": said(asking, "hint"),
        "called": said(asking, "called"),
        "required": not getattr(settings, "optional", False),
        "errors": {key: words for key in ("required", *errors) if (words := said(asking, f"error.{key}"))},
    }


def said(asking: Asking[Any], name: str) -> str:
    """The pack's words ``name`` for this step, or nothing."""
    key = f"{asking.step}.{name}"
    return asking.words(key) if asking.words.has(key) else ""


def title(asking: Asking[Any]) -> str:
    """The question."""
    words: Words = asking.words
    return words(f"{asking.step}.title")


def label(asking: Asking[Any]) -> str:
    """What the answer is called on "check your answers"."""
    return said(asking, "summary") or title(asking)


def typed_as(value: Any) -> Any:
    """A typed value as a browser would send it."""
    if isinstance(value, date):
        return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def _complaint(wrong: Exception) -> str:
    messages = getattr(wrong, "messages", None)
    return str(messages[0]) if messages else "this is not an answer to this question"
