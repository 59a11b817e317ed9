"""What people type, made plain: without what cannot be seen, in the digits and hyphens that programs know.

Contact lists, letters and web pages from which people copy put marks of direction, joiners and long dashes
into numbers and addresses; keyboards of other languages offer other digits and a comma for the decimal point.
"""

import re
import unicodedata
from decimal import Decimal

JOINERS = frozenset("\u200c\u200d\u200e\u200f")
"""Format characters that writing needs: joiners (Persian, many scripts of India) and marks of direction."""


def visible(text: str) -> str:
    """``text`` without characters that cannot be seen (Unicode category Cf) but for those that writing needs
    inside of it; nothing, when nothing in it can be seen."""
    kept = "".join(letter for letter in text if letter in JOINERS or not _is_hidden(letter))
    return kept.strip("".join(JOINERS) + " ")


def plain(text: str) -> str:
    """``text`` for an address or a number: nothing hidden in it, digits as ASCII has them, every dash a
    hyphen."""
    return "".join(_plain(letter) for letter in text if not _is_hidden(letter))


def _is_hidden(letter: str) -> bool:
    return unicodedata.category(letter) == "Cf"


def _plain(letter: str) -> str:
    digit = unicodedata.decimal(letter, None)
    if digit is not None:
        return str(digit)
    return "-" if unicodedata.category(letter) == "Pd" or letter == "−" else letter


IN_GROUPS = re.compile(r"-?[1-9]\d{0,2}(?:([ ,'])\d{3})(?:\1\d{3})*(?:\.\d*)?")
BARE = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
WITH_COMMA = re.compile(r"-?\d+,\d{1,2}")


def number(text: str, *, decimals: int) -> Decimal | None:
    """The number that ``text`` means; ``None`` when it is none, or could mean two.

    A comma, an apostrophe or a space stands before groups of three digits, all the same one. A comma before
    one or two last digits is a decimal point. A point before three digits is refused where no decimals are
    asked for: half of Europe writes thousands so.
    """
    typed = re.sub(r"\s", " ", plain(text)).replace("’", "'").strip().strip("£ ")
    typed = re.sub(r"^([-+]?) ?£? ?", r"\1", typed).removeprefix("+")
    if IN_GROUPS.fullmatch(typed):
        typed = re.sub(r"[ ,']", "", typed)
    elif WITH_COMMA.fullmatch(typed):
        typed = typed.replace(",", ".")
    elif not BARE.fullmatch(typed) or (not decimals and re.search(r"\.\d{3}$", typed)):
        return None
    return Decimal(typed)


UK = re.compile(r"0(?:1\d{8,9}|[2359]\d{9}|7\d{9}|8\d{6,9})")
"""Numbers of the United Kingdom by length: ten digits after the 0; some areas (01) and free numbers (08) have
fewer (Ofcom's National Telephone Numbering Plan)."""
ABROAD = re.compile(r"\+[1-9]\d{7,14}")
"""Numbers of any country (ITU-T E.164)."""


def phone(text: str) -> str | None:
    """The digits of a phone number, with ``+`` if it is written in full; ``None`` when it is no number."""
    digits = re.sub(r"[\s()./-]", "", plain(text))
    digits = re.sub(r"^00", "+", digits)
    digits = re.sub(r"^44(?=\d{10}$)", "+44", digits)
    digits = digits.replace("+440", "+44", 1)
    if digits.startswith("+44"):
        return digits if UK.fullmatch("0" + digits.removeprefix("+44")) else None
    return digits if UK.fullmatch(digits) or ABROAD.fullmatch(digits) else None


POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?|GIR)(\d[A-Z]{2})")
FORCES = re.compile(r"(BFPO)(\d{1,4})")
"""An address of the forces, which has a number in the place of a postcode."""


def postcode(text: str) -> str:
    """A postcode as it is written, such as "WX4 2PL" or "BFPO 57"; nothing for anything else."""
    bare = re.sub(r"[^A-Z0-9]", "", plain(text).upper())
    found = POSTCODE.fullmatch(bare) or FORCES.fullmatch(bare)
    return f"{found[1]} {found[2]}" if found else ""
