"""Questions about the person: how to reach them. What they tell is kept as their own."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.design import fields, words
from moothall.design.forms import Form
from moothall.foundations.questions.steps.asking import Question, QuestionSettings, worded
from moothall.kernel.act import Act
from moothall.kernel.describing import Row
from moothall.kernel.operations import people
from moothall.services.conditions import Condition, comparisons, holds
from moothall.services.mistakes import did_you_mean
from moothall.services.problems import Problem
from moothall.services.steps import (
    Answer,
    Asks,
    Effects,
    PackContext,
    Settings,
    StepContext,
    Typed,
    mapping,
    step,
)


@step("questions.email")
class EmailAddress(Question[QuestionSettings]):
    """An email address that is not, or not only, the person's own."""

    settings = QuestionSettings

    def field(self, context: StepContext[QuestionSettings]) -> fields.Field:
        """One line."""
        return fields.Email(context.title, **worded(context, "not_email"))


@step("questions.phone")
class PhoneNumber(Question[QuestionSettings]):
    """A telephone number that is not, or not only, the person's own."""

    settings = QuestionSettings

    def field(self, context: StepContext[QuestionSettings]) -> fields.Field:
        """One line."""
        return fields.Phone(context.title, **worded(context, "not_phone"))


class ContactSettings(Settings):
    """Whether an email address or a telephone number must be given, or (``phone_if``) must be after certain
    answers. Without either, one way of reaching the person is needed and none in particular."""

    email: bool = False
    phone: bool = False
    phone_if: Condition | None = None


REACH: Mapping[str, Any] = {
    "email": gettext_lazy("By email"),
    "sms": gettext_lazy("By text message"),
    "phone": gettext_lazy("By phone"),
    "letter": gettext_lazy("By letter"),
}
"""How somebody may want to be reached: what a person tells as ``reach``."""
NEEDED: Mapping[str, tuple[str, Any]] = {
    "email": ("email", gettext_lazy("Enter your email address, or choose another way to be reached")),
    "sms": ("telephone", gettext_lazy("Enter a mobile number, or choose another way to be reached")),
    "phone": ("telephone", gettext_lazy("Enter your phone number, or choose another way to be reached")),
    "letter": ("postal", gettext_lazy("Enter your address, or choose another way to be reached")),
}
"""What each way needs, and what is said when it is missing."""
MOBILE = ("07", "+447")
TOLD = ("name", "reach", "email", "telephone", "postal")
"""What is told here and kept as the person's own."""


class ContactForm(Form):
    """Name, and how to reach somebody: by email, text message, phone or letter."""

    name = fields.Text(
        gettext_lazy("Full name"), called=gettext_lazy("your full name"), autocomplete="name", most=120
    )
    reach = fields.Choice(
        gettext_lazy("How should we reach you?"),
        list(REACH.items()),
        called=gettext_lazy("how we should reach you"),
        hint=gettext_lazy("Fill in what fits below. One way is enough."),
        required=False,
        says_optional=False,
    )
    email = fields.Email(gettext_lazy("Email address"), required=False, says_optional=False)
    telephone = fields.Phone(
        gettext_lazy("Phone number"),
        called=gettext_lazy("your phone number"),
        hint=gettext_lazy("A mobile number if you want text messages."),
        required=False,
        says_optional=False,
    )
    postal = fields.TextArea(
        gettext_lazy("Address for letters"),
        called=gettext_lazy("your address"),
        hint=gettext_lazy("Only if you want letters."),
        autocomplete="street-address",
        required=False,
        says_optional=False,
        most=300,
        rows=4,
    )

    def clean(self) -> dict[str, Any]:
        """Take the way that was chosen, else the first of which something is given; what it needs must be
        there."""
        told: dict[str, Any] = dict(super().clean() or {})
        chosen = told.get("reach") or next((way for way in REACH if told.get(NEEDED[way][0])), "")
        if not chosen:
            self.add_error("reach", _("Give us one way to reach you: email, phone or an address"))
            return told
        name, missing = NEEDED[chosen]
        number = str(told.get("telephone") or "")
        if name not in self.errors and not told.get(name):
            self.add_error(name, missing)
        elif chosen == "sms" and number and not number.startswith(MOBILE):
            self.add_error(name, _("This number cannot get text messages. Enter a mobile number"))
        return told | {"reach": chosen}


@step("questions.contact")
class Contact(Asks[ContactSettings], Effects[ContactSettings]):
    """Who the person is and how to reach them; kept as the person's own when the journey is sent.

    Words: ``title``; perhaps ``phone-hint``, ``email-hint``. Other words may leave ``{reached}`` for a
    sentence that says how we write.
    """

    settings = ContactSettings
    template = "questions/contact.html"

    def form(
        self,
        act: Act,
        context: StepContext[ContactSettings],
        typed: Typed | None = None,
        files: Typed | None = None,
    ) -> ContactForm:
        """Name, way, and what the ways need."""
        return _form(context, typed)

    def problems(self, settings: ContactSettings, pack: PackContext) -> Iterable[Problem]:
        """A condition on what no step before asks."""
        for test in comparisons(settings.phone_if) if settings.phone_if is not None else ():
            if test.answer.split(".")[0] not in pack.earlier:
                hint = did_you_mean(test.answer, pack.earlier)
                yield Problem(("phone_if",), f"no earlier step is called “{test.answer}”{hint}")

    def collects(self, settings: ContactSettings) -> Sequence[str]:
        """The name, and what the settings ask for."""
        wanted = {"email": settings.email, "telephone": settings.phone}
        return ("name", *(name for name, is_needed in wanted.items() if is_needed))

    def summary(self, context: StepContext[ContactSettings], answer: Answer) -> Sequence[Row]:
        """One row for each thing that is given."""
        form, contact = _form(context), mapping(answer)
        return tuple(
            Row(str(field.label), field.in_words(contact.get(name)))
            for name, field in form.fields.items()
            if isinstance(field, fields.Field) and (contact.get(name) or name in SHOWN)
        )

    def values(self, context: StepContext[ContactSettings], answer: Answer) -> Mapping[str, str]:
        """How they are reached, in a sentence."""
        return {**super().values(context, answer), "reached": reached(answer)}

    def example_problem(self, context: StepContext[ContactSettings], answer: Answer) -> str:
        """The first thing wrong with it."""
        if not isinstance(answer, dict):
            return _("expected name, email and telephone")
        form = _form(context, answer)
        return next((str(words[0]) for words in form.errors.values()), "")

    def prefilled(self, personal: Mapping[str, Any], attribute: str) -> Answer:
        """Name and ways from before; ``None`` without a name or without any way."""
        found = _known(personal)
        has_way = any(found.get(name) for name in ("email", "telephone", "postal"))
        return {**found} if found.get("name") and has_way else None

    def attributes(self, answer: Answer, attribute: str) -> Mapping[str, Answer]:
        """Nothing more than :meth:`carry_out` tells."""
        return {}

    def carry_out(self, act: Act, context: StepContext[ContactSettings], answer: Answer) -> None:
        """Tell it as the person's own."""
        if context.person is not None:
            people.record(act, person=context.person, personal=_known(mapping(answer)))


SHOWN = frozenset({"email", "telephone"})
"""What is shown as not given, too."""


def reached(answer: Answer) -> str:
    """How we write to somebody who answered so."""
    contact = mapping(answer)
    way = str(contact.get("reach") or "email")
    told = {
        "email": _("We write to %(email)s."),
        "sms": _("We send text messages to %(telephone)s."),
        "phone": _("We phone you on %(telephone)s."),
        "letter": _("We post letters to you."),
    }[way]
    number = str(contact.get("telephone") or "")
    return told % {"email": contact.get("email") or "", "telephone": words.phone(number) if number else ""}


def _form(context: StepContext[ContactSettings], typed: Typed | None = None) -> ContactForm:
    form = ContactForm(typed, initial=mapping(context.answer))
    settings = context.settings
    day = timezone.localtime(context.at).date()
    needs_phone = settings.phone_if is not None and holds(settings.phone_if, context.answers, day)
    form.fields["email"].required = settings.email
    form.fields["telephone"].required = settings.phone or needs_phone
    for name, key in (("telephone", "phone-hint"), ("email", "email-hint")):
        if hint := context.said(key):
            form.fields[name].help_text = hint
    return form


def _known(told: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(told[name]) for name in TOLD if told.get(name)}
