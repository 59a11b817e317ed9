"""Reads single values as publishers write them: each function takes whatever stood there and gives a value of
one kind, or ``None`` and a note of what was wrong."""

import html
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from urllib.parse import urlsplit
from uuid import UUID

from moothall.foundations.directory.rules.notes import Notes

Reader = Callable[[object, Notes], object | None]

TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
BREAK = re.compile(r"<(?:br|/p|/li|/h[1-6]|/div)\s*/?>", re.IGNORECASE)
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
UNTIDY = re.compile("[<&\x00-\x1f\xa0\ud800-\udfff]|  ")
EMAIL = re.compile(r"[^@\s,;<>()]+@[^@\s,;<>()]+\.[A-Za-z]{2,}")
HOST = re.compile(r"(?=.{4,253}$)(?:[\w-]+\.)+[A-Za-z]{2,}(?::\d+)?")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
TIME = re.compile(
    r"(\d{1,2})(?:[:.](\d{2}))?(?::\d{2}(?:\.\d+)?)?\s*(am|pm)?(?:Z|[+-]\d\d:?\d\d)?", re.IGNORECASE
)
DATE_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%Y/%m/%d", "%Y%m%d")
LONGEST_TEXT = 20_000
"""Characters: a description is read by people. What is longer would be served with every page."""
PLACEHOLDERS = {"", "-", "n/a", "na", "none", "null", "tbc", "unknown", "no description available"}


def text(value: object, notes: Notes) -> str | None:
    """A short text on one line, without markup."""
    found = prose(value, notes)
    return " ".join(found.split()) if found else None


def prose(value: object, notes: Notes) -> str | None:
    """A longer text in paragraphs, without markup; placeholders such as "n/a" count as nothing."""
    if value is None or isinstance(value, bool | dict | list):
        return None
    found = str(value)
    if len(found) > LONGEST_TEXT:
        notes.repaired("A text of more than 20,000 characters was left out", f"{found[:40]}…")
        return None
    return _meant(_tidied(found, notes) if UNTIDY.search(found) else found.strip())


def _tidied(found: str, notes: Notes) -> str:
    """A text without what cannot be written, markup, and space that says nothing."""
    if UNWRITABLE.search(found):
        notes.repaired("Characters that cannot be written were taken out", ascii(found))
        found = UNWRITABLE.sub("", found)
    if TAG.search(found):
        notes.repaired("Markup was taken out of a text", found)
        found = TAG.sub("", BREAK.sub("\n", found))
    found = html.unescape(found)
    found = re.sub(r"[ \t\xa0]+", " ", UNWRITABLE.sub("", found).replace("\r\n", "\n"))
    return re.sub(r" ?\n ?", "\n", re.sub(r"\n{3,}", "\n\n", found)).strip()


def _meant(found: str) -> str | None:
    return None if found.lower().rstrip(".") in PLACEHOLDERS else found


def link(value: object, notes: Notes) -> str | None:
    """A web address with its scheme."""
    found = text(value, notes)
    if not found:
        return None
    address = found if re.match(r"https?://", found, re.IGNORECASE) else f"https://{found}"
    if not _is_address(address) or address.startswith("https://mailto:"):
        notes.repaired("A web address that cannot work was left out", found)
        return None
    if address != found:
        notes.repaired("A web address was given its https://", found)
    return address


def _is_address(address: str) -> bool:
    try:
        return bool(HOST.fullmatch(urlsplit(address).netloc)) and " " not in address
    except ValueError:
        return False


def email(value: object, notes: Notes) -> str | None:
    """An email address."""
    if value is None or value == "":
        return None
    found = str(value).strip().removeprefix("mailto:")
    if isinstance(value, bool | int | float) or not EMAIL.fullmatch(found):
        notes.repaired("An email address that cannot work was left out", value)
        return None
    return found


def number(value: object, notes: Notes) -> float | int | None:
    """A number, also when it is written in words such as "£12.50"."""
    if value is None or value == "" or isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    found = NUMBER.search(str(value).replace(",", ""))
    if found is None:
        notes.repaired("A number that cannot be read was left out", value)
        return None
    if not isinstance(value, float):
        notes.repaired("A number was written as text", value)
    figure = float(found[0]) if not isinstance(value, float) else value
    if figure != figure or abs(figure) > 1e12:
        notes.repaired("A number that cannot be right was left out", value)
        return None
    return int(figure) if figure.is_integer() else figure


def age(value: object, notes: Notes) -> float | int | None:
    """An age in years, 0 to 150."""
    found = number(value, notes)
    if found is not None and not 0 <= found <= 150:
        notes.repaired("An age that cannot be right was left out", value)
        return None
    return found


def amount(value: object, notes: Notes) -> float | int | None:
    """An amount of money in pounds, not below nothing."""
    found = number(value, notes)
    if found is not None and not 0 <= found < 1_000_000:
        notes.repaired("An amount that cannot be right was left out", value)
        return None
    return found


def day(value: object, notes: Notes) -> str | None:
    """A date as YYYY-MM-DD; day before month where it is written with strokes, as in Britain."""
    if value is None or value == "":
        return None
    found = str(value).strip()
    for part, form in ((found, each) for each in DATE_FORMATS):
        try:
            moment = datetime.strptime(part[:10] if form == "%Y-%m-%d" else part, form).replace(tzinfo=UTC)
        except ValueError:
            continue
        if form != "%Y-%m-%d":
            notes.repaired("A date was written in another order", found)
        return moment.date().isoformat()
    notes.repaired("A date that cannot be read was left out", found)
    return None


def moment(value: object, notes: Notes) -> str | None:
    """A moment in ISO 8601 with a time zone; one without is taken as UTC."""
    if value is None or value == "":
        return None
    try:
        found = datetime.fromisoformat(str(value).strip())
    except ValueError:
        found_day = day(value, notes)
        if found_day is None:
            return None
        found = datetime.combine(date.fromisoformat(found_day), datetime.min.time())
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return found.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def clock_time(value: object, notes: Notes) -> str | None:
    """A time of day as HH:MM."""
    if value is None or value == "":
        return None
    found = TIME.fullmatch(str(value).strip().rpartition("T")[2])
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if found and found[3]:
        hour = hour % 12 + (12 if found[3].lower() == "pm" else 0)
    if (hour, minute) == (24, 0):
        hour = 0
    if hour > 23 or minute > 59:
        notes.repaired("A time that cannot be read was left out", value)
        return None
    return f"{hour:02}:{minute:02}"


def identity(value: object, notes: Notes) -> str | None:
    """A UUID in its usual form; anything else is left to the caller."""
    try:
        return str(UUID(str(value).strip()))
    except ValueError:
        return None


def one_of(choices: dict[str, str], *, otherwise: str | None = None, called: str = "A code") -> Reader:
    """A reader for codes: ``choices`` from what publishers write (in small letters) to the code."""

    def read(value: object, notes: Notes) -> str | None:
        if value is None or value == "":
            return otherwise
        found = choices.get(" ".join(str(value).lower().replace("_", " ").split()))
        if found is None:
            said = f"was taken as “{otherwise}”" if otherwise else "was left out"
            notes.repaired(f"{called} that the standard does not know {said}", value)
            return otherwise
        return found

    return read
