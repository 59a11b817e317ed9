"""What all question steps share: one field on one page, with its words from the pack."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from moothall.design.fields import Field, Option
from moothall.design.forms import Form
from moothall.kernel.act import Act
from moothall.kernel.describing import Row
from moothall.services.steps import Answer, Asks, Settings, StepContext, Typed

ONE = "answer"
"""The name of a question's only field."""


class QuestionSettings(Settings):
    """What every question may be given: ``optional`` lets people go on without an answer."""

    optional: bool = False


S = TypeVar("S", bound=QuestionSettings)


class Question(Asks[S]):
    """A step that asks one thing with its :meth:`field`; answers are kept in the field's plain form.

    Words: ``title`` (the question), and if there are any ``hint``, ``before`` (above the question), ``help``
    (behind a line that opens: ``help-title``), ``called`` (its name in errors), ``error.<key>``, ``summary``.
    """

    def field(self, context: StepContext[S]) -> Field:
        """The field to be answered."""
        raise NotImplementedError

    def form(
        self, act: Act, context: StepContext[S], typed: Typed | None = None, files: Typed | None = None
    ) -> Form:
        """One question; what was answered before stands in it."""
        field = self.field(context)
        start = {} if context.answer is None else {ONE: field.from_plain(self.value(context.answer))}
        return Form.of({ONE: field})(typed, files, initial=start)

    def accept(self, act: Act, context: StepContext[S], cleaned: Mapping[str, Any]) -> Answer:
        """The answer in its plain form."""
        plain: Answer = self.field(context).to_plain(cleaned[ONE])
        return plain

    def value(self, answer: Answer) -> Any:
        """What the field knows as the plain form of ``answer``."""
        return answer

    def summary(self, context: StepContext[S], answer: Answer) -> Sequence[Row]:
        """The question with the answer in words."""
        field = self.field(context)
        return (Row(context.label, field.in_words(field.from_plain(self.value(answer)))),)

    def example_problem(self, context: StepContext[S], answer: Answer) -> str:
        """What the field says of the answer as if it were typed."""
        try:
            plain = self.value(answer)
            self.field(context).clean(typed_as(self.field(context).from_plain(plain)))
        except Exception as wrong:
            return _complaint(wrong)
        return ""


def options(context: StepContext[Settings], values: Iterable[str]) -> list[Option]:
    """The answers to choose from, in the pack's words ``option.<value>`` and ``option-hint.<value>``."""
    return [
        Option(value, context.said(f"option.{value}"), hint=context.said(f"option-hint.{value}"))
        for value in values
    ]


def worded(context: StepContext[Settings], *errors: str) -> dict[str, Any]:
    """What a field is given from the pack's words; ``errors`` are the keys the pack may have words for."""
    settings = context.settings
    return {
        "hint": context.said("hint"),
        "called": context.said("called"),
        "required": not getattr(settings, "optional", False),
        "errors": {key: words for key in ("required", *errors) if (words := context.said(f"error.{key}"))},
    }


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
