"""What a file really is, by its content; what is only dressed up as something harmless is not taken."""

import re
from enum import StrEnum

LEAD = 1024
"""Bytes in which a PDF must begin: readers pass over what mail servers and printers put before it (Adobe's
notes on ISO 32000-1, 7.5.2)."""
ARCHIVE_END = b"PK\x05\x06\0\0\0\0"
"""Where the directory of a ZIP archive on one disk ends (APPNOTE 4.3.16)."""


class MediaType(StrEnum):
    """The kinds of file that are kept; the value is the ending of its name."""

    JPEG = "jpg"
    PNG = "png"
    PDF = "pdf"
    TEXT = "txt"


MEDIA_TYPES = {
    MediaType.JPEG: "image/jpeg",
    MediaType.PNG: "image/png",
    MediaType.PDF: "application/pdf",
    MediaType.TEXT: "text/plain; charset=utf-8",
}
PICTURES = frozenset({MediaType.JPEG, MediaType.PNG})


class Unacceptable(Exception):
    """A file that is not taken; ``why`` is a code that the form has words for."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


STARTS = (
    (re.compile(rb"\xff\xd8\xff"), "JPEG"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "PNG"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "WEBP"),
    (re.compile(rb"....ftyp(avif|avis)", re.DOTALL), "AVIF"),
    (re.compile(rb"....ftyp(heic|heix|hevc|heim|heis|mif1|msf1)", re.DOTALL), "HEIC"),
)
PDF_START = re.compile(rb"%PDF-[12]\.\d")
MARKUP = re.compile(
    r"^\s*<(!doctype|!--|\?xml|\?php|%|html|head|body|script|svg|iframe|style|img|meta)", re.IGNORECASE
)
PLAIN = re.compile(r"[^\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]*")
ACTIONS = (b"JavaScript", b"Launch", b"EmbeddedFile", b"RichMedia", b"XFA", b"ImportData", b"SubmitForm")
"""Names in a PDF that make it do something or carry something (ISO 32000)."""


def _name(plain: bytes) -> bytes:
    """A pattern for a name of a PDF, each letter of which may be written as ``#`` and two hex digits."""
    return b"".join(b"(?:%c|#(?i:%02x))" % (octet, octet) for octet in plain)


ACTIVE = re.compile(b"/(?:%s)(?![A-Za-z0-9_#])" % b"|".join(_name(action) for action in ACTIONS))


def picture_or_paper(content: bytes) -> str:
    """``JPEG``, ``PNG``, ``WEBP``, ``PDF`` or ``TEXT``. Raises ``Unacceptable``: ``empty``, ``avif``,
    ``heic``."""
    if not content:
        raise Unacceptable("empty")
    found = next((name for start, name in STARTS if start.match(content)), None)
    if found in {"AVIF", "HEIC"}:
        raise Unacceptable(found.lower())
    return found or ("PDF" if PDF_START.search(content[:LEAD]) else "TEXT")


def checked_pdf(content: bytes) -> bytes:
    """``content`` from where the PDF in it begins, if it is a PDF (ISO 32000) and nothing else, and does
    nothing by itself.

    Raises ``Unacceptable``: ``broken`` without an end, ``two-in-one`` when it is also an archive or a web
    page, ``active`` when it carries scripts, programs or other files. All of it is looked at, also what seems
    to stand in a comment, a string or a stream: what is packed inside its streams is the virus scanner's
    work, and why it is never opened inside the website.
    """
    begins = PDF_START.search(content[:LEAD])
    content = content[begins.start() :] if begins else content
    if b"%%EOF" not in content[-2048:]:
        raise Unacceptable("broken")
    if ARCHIVE_END in content or re.search(rb"<(script|html|svg)\b", content[:2048], re.IGNORECASE):
        raise Unacceptable("two-in-one")
    if ACTIVE.search(content):
        raise Unacceptable("active")
    return content


def checked_text(content: bytes) -> bytes:
    """``content`` as UTF-8 without a byte order mark, if it is plain writing.

    Raises ``Unacceptable``: ``unknown`` for anything with control characters, ``markup`` for a web page or
    drawing.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _in_windows_letters(content)
    if not PLAIN.fullmatch(text):
        raise Unacceptable("unknown")
    if MARKUP.match(text):
        raise Unacceptable("markup")
    return text.encode()


def _in_windows_letters(content: bytes) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as wrong:
        raise Unacceptable("unknown") from wrong
