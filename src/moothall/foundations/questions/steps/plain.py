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
    title,
    typed_as,
    worded,
)
from moothall.services.parts import Pounds
from moothall.services.steps import Answer, Asking, step

LIMITS = ("too_small", "too_large", "not_number")


class TextSettings(QuestionSettings):
    """``most`` characters; ``width`` is the room to type in, in characters."""

    most: int = Setting(200, ge=1, le=5_000)
    width: int = Setting(0, ge=0, le=30)


@step("questions.text")
class ShortText(Question[TextSettings]):
    """A short answer in the person's own words."""

    settings = TextSettings

    def field(self, asking: Asking[TextSettings]) -> fields.Field:
        """One line."""
        given = asking.settings
        return fields.Text(title(asking), most=given.most, width=given.width, **worded(asking, "too_long"))


class LongTextSettings(QuestionSettings):
    """``most`` characters in ``rows`` lines."""

    most: int = Setting(1_000, ge=1, le=20_000)
    rows: int = Setting(5, ge=2, le=20)


@step("questions.long_text")
class LongText(Question[LongTextSettings]):
    """A longer answer in the person's own words."""

    settings = LongTextSettings

    def field(self, asking: Asking[LongTextSettings]) -> fields.Field:
        """A box that counts characters."""
        given = asking.settings
        return fields.TextArea(title(asking), most=given.most, rows=given.rows, **worded(asking, "too_long"))


class NumberSettings(QuestionSettings):
    """``least`` and ``most``; how many ``decimals``; the words ``prefix`` and ``suffix`` are its unit."""

    least: int | None = None
    most: int | None = None
    decimals: int = Setting(0, ge=0, le=6)


@step("questions.number")
class HowMany(Question[NumberSettings]):
    """A number."""

    settings = NumberSettings

    def field(self, asking: Asking[NumberSettings]) -> fields.Field:
        """A box for figures."""
        given, key = asking.settings, asking.step
        unit: dict[str, Any] = {
            name: asking.words(f"{key}.{name}")
            for name in ("prefix", "suffix")
            if asking.words.has(f"{key}.{name}")
        }
        return fields.Number(
            title(asking), least=given.least, most=given.most, decimals=given.decimals, **unit,
            **worded(asking, *LIMITS),
        )  # fmt: skip

    def refuses(self, asking: Asking[NumberSettings], answer: Answer) -> str:
        """What the field says of the figures."""
        return super().refuses(asking, str(answer) if isinstance(answer, float | Decimal) else answer)


class MoneySettings(QuestionSettings):
    """``least`` and ``most``, such as ``£5``."""

    least: Pounds | None = None
    most: Pounds | None = None


@step("questions.money")
class HowMuch(Question[MoneySettings]):
    """An amount of money; the answer is in pence."""

    settings = MoneySettings

    def field(self, asking: Asking[MoneySettings]) -> fields.Field:
        """A box for pounds and pence."""
        given = asking.settings
        return fields.Money(title(asking), least=given.least, most=given.most, **worded(asking, *LIMITS))

    def meaning(self, settings: MoneySettings, answer: Answer) -> Decimal | None:
        """Pounds."""
        return Decimal(answer) / 100 if isinstance(answer, int) else None

    def refuses(self, asking: Asking[MoneySettings], answer: Answer) -> str:
        """What the field says of that many pence."""
        if not isinstance(answer, int) or isinstance(answer, bool):
            return "expected pence"
        try:
            self.field(asking).clean(f"{answer / 100:.2f}")
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

    def field(self, asking: Asking[DateSettings]) -> fields.Field:
        """Boxes for day, month and year."""
        given = asking.settings
        today = timezone.localtime(asking.at).date()
        earliest, latest = given.earliest, given.latest
        if given.earliest_in is not None:
            earliest = today + timedelta(days=given.earliest_in)
        if given.latest_in is not None:
            latest = today + timedelta(days=given.latest_in)
        words = worded(asking, "too_early", "too_late", "not_date")
        return fields.Date(title(asking), earliest=earliest, latest=latest, birthday=given.birthday, **words)


class ChoiceSettings(QuestionSettings):
    """``options``: codes, whose words are ``option.<code>``; ``inline`` puts short ones side by side."""

    options: tuple[str, ...] = Setting(min_length=2)
    inline: bool = False


@step("questions.choice")
class OneOfSeveral(Question[ChoiceSettings]):
    """One answer of several."""

    settings = ChoiceSettings

    def wants(self, settings: ChoiceSettings) -> Sequence[str]:
        """The question and every answer."""
        return ("title", *(f"option.{value}" for value in settings.options))

    def offers(self, settings: ChoiceSettings) -> Sequence[str]:
        """The codes."""
        return settings.options

    def field(self, asking: Asking[ChoiceSettings]) -> fields.Field:
        """Radio buttons."""
        given = asking.settings
        found = options(asking, given.options)
        return fields.Choice(title(asking), found, inline=given.inline, **worded(asking))


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

    def wants(self, settings: ChoicesSettings) -> Sequence[str]:
        """The question and every answer."""
        return ("title", *(f"option.{value}" for value in self.offers(settings)))

    def offers(self, settings: ChoicesSettings) -> Sequence[str]:
        """The codes."""
        return (*settings.options, settings.none) if settings.none else settings.options

    def field(self, asking: Asking[ChoicesSettings]) -> fields.Field:
        """Checkboxes."""
        found = options(asking, asking.settings.options)
        if asking.settings.none:
            [last] = options(asking, [asking.settings.none])
            found.append(fields.Option(last.value, last.text, last.hint, exclusive=True, after_or=True))
        return fields.Choices(title(asking), found, **worded(asking))


@step("questions.yes_no")
class YesOrNo(Question[QuestionSettings]):
    """Yes or no; the answer is ``yes`` or ``no``."""

    settings = QuestionSettings

    def offers(self, settings: QuestionSettings) -> Sequence[str]:
        """Both."""
        return ("yes", "no")

    def field(self, asking: Asking[QuestionSettings]) -> fields.Field:
        """Two radio buttons."""
        return fields.YesNo(title(asking), **worded(asking))

    def keep(self, act: Any, asking: Asking[QuestionSettings], cleaned: Mapping[str, Any]) -> Answer:
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

    def wants(self, settings: AgreementSettings) -> Sequence[str]:
        """The page's heading and the statement."""
        return ("title", "statement")

    def field(self, asking: Asking[AgreementSettings]) -> fields.Field:
        """One checkbox."""
        return fields.Declaration(asking.words(f"{asking.step}.statement"), **worded(asking))
