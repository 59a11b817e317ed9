"""Questions about the person: how to reach them. What they tell is kept as their own."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.design import fields
from moothall.design.forms import Form
from moothall.foundations.questions.steps.asking import Question, QuestionSettings, said, title, worded
from moothall.kernel.act import Act
from moothall.kernel.operations import people
from moothall.kernel.steps import Answer, Asking, Row, Settings, Step, step


@step("questions.email")
class EmailAddress(Question[QuestionSettings]):
    """An email address that is not, or not only, the person's own."""

    settings = QuestionSettings

    def field(self, asking: Asking[QuestionSettings]) -> fields.Field:
        """One line."""
        return fields.Email(title(asking), **worded(asking, "not_email"))


@step("questions.phone")
class PhoneNumber(Question[QuestionSettings]):
    """A telephone number that is not, or not only, the person's own."""

    settings = QuestionSettings

    def field(self, asking: Asking[QuestionSettings]) -> fields.Field:
        """One line."""
        return fields.Phone(title(asking), **worded(asking, "not_phone"))


class ContactSettings(Settings):
    """Which of email address and telephone number must be given; the name always is."""

    email: bool = True
    phone: bool = False


class ContactForm(Form):
    """Name, email address and telephone number."""

    name = fields.Text(
        gettext_lazy("Full name"), called=gettext_lazy("your full name"), autocomplete="name", most=120
    )
    email = fields.Email(gettext_lazy("Email address"), hint=gettext_lazy("We send your receipt here."))
    telephone = fields.Phone(
        gettext_lazy("Phone number"),
        called=gettext_lazy("your phone number"),
        hint=gettext_lazy("In case we need to reach you on the day."),
    )


@step("questions.contact")
class Contact(Step[ContactSettings]):
    """Who the person is and how to reach them; kept as the person's own when the journey is sent."""

    settings = ContactSettings
    template = "questions/contact.html"

    def form(
        self, act: Act, asking: Asking[ContactSettings], typed: Any = None, files: Any = None
    ) -> ContactForm:
        """Three boxes."""
        return _form(asking, typed)

    def summary(self, asking: Asking[ContactSettings], answer: Answer) -> Sequence[Row]:
        """One row for each."""
        form = _form(asking)
        return tuple(
            Row(str(field.label), field.in_words(answer.get(name)))
            for name, field in form.fields.items()
            if isinstance(field, fields.Field)
        )

    def refuses(self, asking: Asking[ContactSettings], answer: Answer) -> str:
        """The first thing wrong with it."""
        if not isinstance(answer, Mapping):
            return _("expected name, email and telephone")
        form = _form(asking, answer)
        return next((str(words[0]) for words in form.errors.values()), "")

    def remembered(self, told: Mapping[str, Any], fact: str) -> Answer:
        """Name, email address and telephone number from before; ``None`` without the first two."""
        found = _known(told)
        return found if found.get("name") and found.get("email") else None

    def remembers(self, answer: Answer, fact: str) -> Mapping[str, Any]:
        """Nothing more than :meth:`do` tells."""
        return {}

    def do(self, act: Act, asking: Asking[ContactSettings], answer: Answer) -> None:
        """Tell it as the person's own."""
        if asking.person is not None:
            people.tell(act, person=asking.person, personal=_known(answer))


def _form(asking: Asking[ContactSettings], typed: Any = None) -> ContactForm:
    form = ContactForm(typed, initial=asking.answer or {})
    form.fields["email"].required = asking.settings.email
    form.fields["telephone"].required = asking.settings.phone
    if hint := said(asking, "phone-hint"):
        form.fields["telephone"].help_text = hint
    return form


def _known(told: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(told[name]) for name in ("name", "email", "telephone") if told.get(name)}
