"""Questions in words, numbers, dates and choices. One step type for each kind."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.utils import timezone
from pydantic import Field as Setting
from pydantic import model_validator
from pydantic_core import PydanticCustomError

from moothall.design import fields
from moothall.foundations.questions.steps.asking import (
    Question,
    QuestionSettings,
    options,
    typed_as,
    worded,
)
from moothall.services.parts import Pounds
from moothall.services.steps import Answer, StepContext, step

LIMITS = ("too_small", "too_large", "not_number")


class TextSettings(QuestionSettings):
    """``most`` characters; ``width`` is the room to type in, in characters."""

    most: int = Setting(200, ge=1, le=5_000)
    width: int = Setting(0, ge=0, le=30)


@step("questions.text")
class ShortText(Question[TextSettings]):
    """A short answer in the person's own words."""

    settings = TextSettings

    def field(self, context: StepContext[TextSettings]) -> fields.Field:
        """One line."""
        given = context.settings
        return fields.Text(context.title, most=given.most, width=given.width, **worded(context, "too_long"))


class LongTextSettings(QuestionSettings):
    """``most`` characters in ``rows`` lines."""

    most: int = Setting(1_000, ge=1, le=20_000)
    rows: int = Setting(5, ge=2, le=20)


@step("questions.long_text")
class LongText(Question[LongTextSettings]):
    """A longer answer in the person's own words."""

    settings = LongTextSettings

    def field(self, context: StepContext[LongTextSettings]) -> fields.Field:
        """A box that counts characters."""
        given = context.settings
        return fields.TextArea(context.title, most=given.most, rows=given.rows, **worded(context, "too_long"))


class NumberSettings(QuestionSettings):
    """``least`` and ``most``; how many ``decimals``; the words ``prefix`` and ``suffix`` are its unit."""

    least: int | None = None
    most: int | None = None
    decimals: int = Setting(0, ge=0, le=6)


@step("questions.number")
class HowMany(Question[NumberSettings]):
    """A number."""

    settings = NumberSettings

    def field(self, context: StepContext[NumberSettings]) -> fields.Field:
        """A box for figures."""
        given, key = context.settings, context.step
        unit: dict[str, Any] = {
            name: context.words(f"{key}.{name}")
            for name in ("prefix", "suffix")
            if context.words.has(f"{key}.{name}")
        }
        return fields.Number(
            context.title, least=given.least, most=given.most, decimals=given.decimals, **unit,
            **worded(context, *LIMITS),
        )  # fmt: skip

    def example_problem(self, context: StepContext[NumberSettings], answer: Answer) -> str:
        """What the field says of the figures."""
        return super().example_problem(
            context, str(answer) if isinstance(answer, float | Decimal) else answer
        )


class MoneySettings(QuestionSettings):
    """``least`` and ``most``, such as ``£5``."""

    least: Pounds | None = None
    most: Pounds | None = None


@step("questions.money")
class HowMuch(Question[MoneySettings]):
    """An amount of money; the answer is in pence."""

    settings = MoneySettings

    def field(self, context: StepContext[MoneySettings]) -> fields.Field:
        """A box for pounds and pence."""
        given = context.settings
        return fields.Money(context.title, least=given.least, most=given.most, **worded(context, *LIMITS))

    def rule_value(self, settings: MoneySettings, answer: Answer) -> Decimal | None:
        """Pounds."""
        return Decimal(answer) / 100 if isinstance(answer, int) else None

    def example_problem(self, context: StepContext[MoneySettings], answer: Answer) -> str:
        """What the field says of that many pence."""
        if not isinstance(answer, int) or isinstance(answer, bool):
            return "expected pence"
        try:
            self.field(context).clean(f"{answer / 100:.2f}")
        except ValidationError as wrong:
            return str(wrong.messages[0])
        return ""


class DateSettings(QuestionSettings):
    """The first and last day allowed: a date, or days from today (``earliest_in: 1``: tomorrow;
    ``latest_in: 0``: today). ``birthday`` lets browsers fill it in."""

    earliest: date | None = None
    latest: date | None = None
    earliest_in: int | None = None
    latest_in: int | None = None
    birthday: bool = False


@step("questions.date")
class WhichDay(Question[DateSettings]):
    """A date."""

    settings = DateSettings

    def field(self, context: StepContext[DateSettings]) -> fields.Field:
        """Boxes for day, month and year."""
        given = context.settings
        today = timezone.localtime(context.at).date()
        earliest, latest = given.earliest, given.latest
        if given.earliest_in is not None:
            earliest = today + timedelta(days=given.earliest_in)
        if given.latest_in is not None:
            latest = today + timedelta(days=given.latest_in)
        words = worded(context, "too_early", "too_late", "not_date")
        return fields.Date(context.title, earliest=earliest, latest=latest, birthday=given.birthday, **words)


class ChoiceSettings(QuestionSettings):
    """``options``: codes, whose words are ``option.<code>``; ``inline`` puts short ones side by side."""

    options: tuple[str, ...] = Setting(min_length=2)
    inline: bool = False


@step("questions.choice")
class OneOfSeveral(Question[ChoiceSettings]):
    """One answer of several."""

    settings = ChoiceSettings

    def needed_words(self, settings: ChoiceSettings) -> Sequence[str]:
        """The question and every answer."""
        return ("title", *(f"option.{value}" for value in settings.options))

    def possible_answers(self, settings: ChoiceSettings) -> Sequence[str]:
        """The codes."""
        return settings.options

    def field(self, context: StepContext[ChoiceSettings]) -> fields.Field:
        """Radio buttons."""
        given = context.settings
        found = options(context, given.options)
        return fields.Choice(context.title, found, inline=given.inline, **worded(context))


class ChoicesSettings(QuestionSettings):
    """``options`` as in a choice; ``none`` is the code of "none of these", which stands apart."""

    options: tuple[str, ...] = Setting(min_length=1)
    none: str | None = None

    @model_validator(mode="after")
    def _none_is_apart(self) -> Self:
        if self.none in self.options:
            raise PydanticCustomError("none_apart", "“none” must not be among the options")
        return self


@step("questions.choices")
class AnyOfSeveral(Question[ChoicesSettings]):
    """Any number of answers; the answer is a list of codes."""

    settings = ChoicesSettings

    def needed_words(self, settings: ChoicesSettings) -> Sequence[str]:
        """The question and every answer."""
        return ("title", *(f"option.{value}" for value in self.possible_answers(settings)))

    def possible_answers(self, settings: ChoicesSettings) -> Sequence[str]:
        """The codes."""
        return (*settings.options, settings.none) if settings.none else settings.options

    def field(self, context: StepContext[ChoicesSettings]) -> fields.Field:
        """Checkboxes."""
        found = options(context, context.settings.options)
        if context.settings.none:
            [last] = options(context, [context.settings.none])
            found.append(fields.Option(last.value, last.text, last.hint, exclusive=True, after_or=True))
        return fields.Choices(context.title, found, **worded(context))


@step("questions.yes_no")
class YesOrNo(Question[QuestionSettings]):
    """Yes or no; the answer is ``yes`` or ``no``."""

    settings = QuestionSettings

    def possible_answers(self, settings: QuestionSettings) -> Sequence[str]:
        """Both."""
        return ("yes", "no")

    def field(self, context: StepContext[QuestionSettings]) -> fields.Field:
        """Two radio buttons."""
        return fields.YesNo(context.title, **worded(context))

    def accept(self, act: Any, context: StepContext[QuestionSettings], cleaned: Mapping[str, Any]) -> Answer:
        """The word rather than a truth value, so that a pack reads ``is: yes``."""
        value = cleaned["answer"]
        return None if value is None else typed_as(value)

    def value(self, answer: Answer) -> Any:
        """The truth value."""
        return {"yes": True, "no": False}.get(answer) if isinstance(answer, str) else answer


class AgreementSettings(QuestionSettings):
    """Nothing to set: the statement is the step's ``statement``."""


@step("questions.agreement")
class Agreement(Question[AgreementSettings]):
    """A statement of its own that the person must agree to."""

    settings = AgreementSettings
    template = "questions/agreement.html"

    def needed_words(self, settings: AgreementSettings) -> Sequence[str]:
        """The page's heading and the statement."""
        return ("title", "statement")

    def field(self, context: StepContext[AgreementSettings]) -> fields.Field:
        """One checkbox."""
        return fields.Declaration(context.words(f"{context.step}.statement"), **worded(context))
