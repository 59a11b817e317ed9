"""Fields that are typed in one line or a box."""

import datetime as dt
import re
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from moothall.design import typed, words
from moothall.design.fields.base import DrawnField, Field, Words

LONGEST_MAILBOX = 64
"""Octets before the @ of an address (RFC 5321, 4.5.3.1.1)."""
is_address = EmailValidator(allowlist=())
"""Django's own check, without its exception for ``localhost``: nobody's post arrives there."""


class Text(Field):
    """A short answer in one line. ``most`` limits its characters; ``width`` is the room for them (2 … 30)."""

    component = "input"
    called = _("your answer")
    messages = {"too_long": _("%(Called)s must be %(most)s characters or fewer")}
    attributes: ClassVar[dict[str, str]] = {}
    unwritable: ClassVar[re.Pattern[str]] = re.compile(r"[\x00-\x1f\x7f]")
    """Characters that no keyboard puts there, and that would make two lines of one in a letter's heading."""

    def __init__(self, label: Words, *, most: int = 200, width: int = 0, **options: Any) -> None:
        super().__init__(label, **options)
        self.most, self.width = most, width

    def to_python(self, value: Any) -> str:
        """The text in its one line, without space around it or what cannot be seen. Raises ``too_long``."""
        text = "" if value is None else typed.visible(self.unwritable.sub(" ", str(value))).strip()
        if len(text) > self.most:
            raise self.wrong("too_long", most=words.thousands(self.most))
        return text

    def _own_params(self, drawn: DrawnField) -> dict[str, Any]:
        width = f" govuk-input--width-{self.width}" if self.width else ""
        return super()._own_params(drawn) | self.attributes | {"classes": self.classes + width}


class TextArea(Text):
    """A longer answer. It counts down to ``most`` characters once ``count_from`` percent of them are used."""

    component = "character-count"
    unwritable = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

    def __init__(
        self, label: Words, *, most: int = 1000, rows: int = 5, count_from: int = 50, **options: Any
    ) -> None:
        super().__init__(label, most=most, **options)
        self.rows, self.count_from = rows, count_from

    def to_python(self, value: Any) -> str:
        """The text with line ends as one character, as the browser counts them. Raises ``too_long``."""
        return super().to_python(None if value is None else str(value).replace("\r\n", "\n"))

    def _own_params(self, drawn: DrawnField) -> dict[str, Any]:
        return super()._own_params(drawn) | {
            "rows": self.rows,
            "maxlength": self.most,
            "threshold": self.count_from,
            "textareaDescriptionText": _("You can enter up to %(most)s characters")
            % {"most": words.thousands(self.most)},
            "attributes": {
                "data-left-one": _("You have 1 character left"),
                "data-left": _("You have {count} characters left"),
                "data-over-one": _("You have 1 character too many"),
                "data-over": _("You have {count} characters too many"),
            },
        }


class Lines(TextArea):
    """A list, one entry to a line. The value is a tuple of texts."""

    messages = {"too_many": _("Enter no more than %(most)s lines")}

    def __init__(self, label: Words, *, most_lines: int = 100, **options: Any) -> None:
        super().__init__(label, **{"most": 5_000, "count_from": 80} | options)
        self.most_lines = most_lines

    def clean(self, value: Any) -> tuple[str, ...]:
        """The lines that say something, each once. Raises ``too_many``."""
        lines = (line.strip() for line in str(super().clean(value)).split("\n"))
        found = tuple(dict.fromkeys(line for line in lines if line))
        if len(found) > self.most_lines:
            raise self.wrong("too_many", most=self.most_lines)
        return found

    def prepare_value(self, value: Any) -> Any:
        """A list as lines; what was typed stays as it was."""
        return "\n".join(value) if isinstance(value, tuple | list) else value

    def to_plain(self, value: Any) -> list[str]:
        """The entries."""
        return list(value)

    def from_plain(self, plain: Any) -> tuple[str, ...]:
        """The entries again."""
        return tuple(plain)

    def in_words(self, value: Any) -> str:
        """The entries as a list in a sentence."""
        return words.listed(value) if value else super().in_words(value)


class Time(Text):
    """A time of day, however it is typed: 17:30, 5.30pm, 9am. The value is a ``datetime.time``."""

    called = _("a time")
    messages = {"not_time": _("Enter %(called)s, like 17:30 or 5.30pm")}
    pattern: ClassVar[re.Pattern[str]] = re.compile(
        r"(\d{1,2})(?:[:.](\d{2}))? ?([ap])?\.?(?:m\.?)?", re.IGNORECASE
    )

    def __init__(self, label: Words, *, width: int = 10, **options: Any) -> None:
        super().__init__(label, width=width, **options)

    def clean(self, value: Any) -> dt.time | None:
        """The time. Raises ``not_time``."""
        given = typed.plain(super().clean(value))
        return self._read(given) if given else None

    def _read(self, given: str) -> dt.time:
        found = self.pattern.fullmatch(given)
        if found is None or (found[3] and not 1 <= int(found[1]) <= 12) or not (found[2] or found[3]):
            raise self.wrong("not_time")
        hour = int(found[1]) % 12 + 12 * (found[3].lower() == "p") if found[3] else int(found[1])
        try:
            return dt.time(hour, int(found[2] or 0))
        except ValueError:
            raise self.wrong("not_time") from None

    def prepare_value(self, value: Any) -> Any:
        """A time in figures; what was typed stays as it was."""
        return f"{value:%H:%M}" if isinstance(value, dt.time) else value

    def to_plain(self, value: Any) -> str | None:
        """ISO 8601: "17:30"."""
        return f"{value:%H:%M}" if value else None

    def from_plain(self, plain: Any) -> dt.time | None:
        """The time again."""
        return dt.time.fromisoformat(plain) if plain else None

    def in_words(self, value: Any) -> str:
        """The time: "5.30pm"."""
        return words.clock_time(value) if isinstance(value, dt.time) else super().in_words(value)


class Email(Text):
    """An email address."""

    called = _("your email address")
    messages = {
        "not_email": _("Enter %(called)s in full, like name@example.org"),
    }
    attributes = {"type": "email"}

    def __init__(self, label: Words, *, most: int = 254, **options: Any) -> None:
        super().__init__(label, most=most, **{"autocomplete": "email"} | options)

    def to_python(self, value: Any) -> str:
        """The address as typed, but for what cannot be seen. Raises ``not_email``."""
        address = re.sub(r"\s+", "", typed.plain(super().to_python(value)))
        try:
            if address:
                is_address(address)
        except ValidationError:
            raise self.wrong("not_email") from None
        if len(address.rpartition("@")[0]) > LONGEST_MAILBOX:
            raise self.wrong("not_email")
        return address


class Phone(Text):
    """A phone number, of this country or, with ``+``, of another. The value has digits only."""

    called = _("a phone number")
    messages = {
        "not_phone": _("Enter %(called)s with all its digits, like 01632 960 001 or 07700 900 982"),
    }
    attributes = {"type": "tel"}

    def __init__(self, label: Words, *, width: int = 20, **options: Any) -> None:
        super().__init__(label, width=width, **{"autocomplete": "tel"} | options)

    def to_python(self, value: Any) -> str:
        """The digits, with a leading ``+`` if it was given. Raises ``not_phone``."""
        given = super().to_python(value)
        digits = typed.phone(given) if given else ""
        if digits is None:
            raise self.wrong("not_phone")
        return digits

    def in_words(self, value: Any) -> str:
        """The number in the groups people read out."""
        return words.phone(value) if value else super().in_words(value)


class Postcode(Text):
    """A United Kingdom postcode, however it is typed. The value is in capitals with one space."""

    called = _("a postcode")
    messages = {"not_postcode": _("Enter a full postcode, like WX4 2PL")}

    def __init__(self, label: Words, *, width: int = 10, **options: Any) -> None:
        super().__init__(label, width=width, **{"autocomplete": "postal-code"} | options)

    def to_python(self, value: Any) -> str:
        """The postcode in its written form. Raises ``not_postcode``."""
        given = super().to_python(value)
        postcode = typed.postcode(given)
        if given and not postcode:
            raise self.wrong("not_postcode")
        return postcode


class Password(Text):
    """A password. It is never drawn again; ``new`` lets a password manager offer a strong one."""

    component = "password-input"
    called = _("your password")

    def __init__(self, label: Words, *, new: bool = False, **options: Any) -> None:
        token = "new-password" if new else "current-password"
        super().__init__(label, most=1000, **{"autocomplete": token} | options)

    def to_python(self, value: Any) -> str:
        """Exactly what was typed: spaces count in a password."""
        return "" if value is None else str(value)

    def in_words(self, value: Any) -> str:
        """Dots, whatever the password is."""
        return "••••••••"

    def _own_params(self, drawn: DrawnField) -> dict[str, Any]:
        return {
            "showPasswordText": _("Show"),
            "hidePasswordText": _("Hide"),
            "showPasswordAriaLabelText": _("Show password"),
            "hidePasswordAriaLabelText": _("Hide password"),
        }


class Code(Text):
    """A short code of digits from an app or a message (one-time password, RFC 6238)."""

    called = _("the code")
    messages = {"not_code": _("Enter the %(digits)s digits of the code")}
    attributes = {"inputmode": "numeric"}

    def __init__(self, label: Words, *, digits: int = 6, **options: Any) -> None:
        super().__init__(label, width=5, **{"autocomplete": "one-time-code"} | options)
        self.digits = digits

    def to_python(self, value: Any) -> str:
        """The digits without spaces. Raises ``not_code``."""
        code = re.sub(r"[\s-]", "", typed.plain(super().to_python(value)))
        if code and not re.fullmatch(rf"[0-9]{{{self.digits}}}", code):
            raise self.wrong("not_code", digits=self.digits)
        return code


class Hidden(Text):
    """A value that travels with the form and is not shown."""

    def __init__(self, label: Words = "", **options: Any) -> None:
        super().__init__(label, most=10_000, **options)

    def draw(self, drawn: DrawnField, *, heading: bool) -> Markup:
        """A hidden input."""
        return Markup('<input type="hidden" name="{}" value="{}">').format(
            drawn.html_name, drawn.value() or ""
        )
