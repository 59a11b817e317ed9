"""What a file really is, by its content; what is only dressed up as something harmless is not taken."""

import re
from enum import StrEnum

TAIL = 66_000
"""Bytes at the end of a file in which the directory of a ZIP archive would stand (APPNOTE 4.3.16)."""


class Kind(StrEnum):
    """The kinds of file that are kept; the value is the ending of its name."""

    JPEG = "jpg"
    PNG = "png"
    PDF = "pdf"
    TEXT = "txt"


MEDIA_TYPES = {
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.PDF: "application/pdf",
    Kind.TEXT: "text/plain; charset=utf-8",
}
PICTURES = frozenset({Kind.JPEG, Kind.PNG})


class Unacceptable(Exception):
    """A file that is not taken; ``why`` is a code that the form has words for."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


STARTS = (
    (re.compile(rb"\xff\xd8\xff"), "JPEG"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "PNG"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "WEBP"),
    (re.compile(rb"%PDF-[12]\.\d"), "PDF"),
    (re.compile(rb"....ftyp(heic|heix|hevc|heim|heis|mif1|msf1|avif)", re.DOTALL), "HEIC"),
)
MARKUP = re.compile(
    r"^\s*<(!doctype|!--|\?xml|\?php|%|html|head|body|script|svg|iframe|style|img|meta)", re.IGNORECASE
)
PLAIN = re.compile(r"[^\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]*")
STREAM = re.compile(rb"\bstream\r?\n")
STREAM_END = re.compile(rb"\bendstream\b")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
ACTIVE = re.compile(rb"/(JavaScript|Launch|EmbeddedFile|RichMedia|XFA|ImportData|SubmitForm)\b")


def picture_or_paper(content: bytes) -> str:
    """``JPEG``, ``PNG``, ``WEBP``, ``PDF`` or ``TEXT``. Raises ``Unacceptable``: ``empty``, ``heic``,
    ``unknown``."""
    if not content:
        raise Unacceptable("empty")
    found = next((name for start, name in STARTS if start.match(content)), "TEXT")
    if found == "HEIC":
        raise Unacceptable("heic")
    return found


def checked_pdf(content: bytes) -> bytes:
    """``content``, if it is a PDF (ISO 32000) and nothing else, and does nothing by itself.

    Raises ``Unacceptable``: ``broken`` without an end, ``two-in-one`` when it is also an archive or a web
    page, ``active`` when it carries scripts, programs or other files. What is packed inside its streams is
    not looked at: that is the virus scanner's work, and why it is never opened inside the website.
    """
    if b"%%EOF" not in content[-2048:]:
        raise Unacceptable("broken")
    if b"PK\x05\x06" in content[-TAIL:] or re.search(rb"<(script|html|svg)\b", content[:2048], re.IGNORECASE):
        raise Unacceptable("two-in-one")
    outside = ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), _without_streams(content))
    if ACTIVE.search(outside):
        raise Unacceptable("active")
    return content


def _without_streams(content: bytes) -> bytes:
    """What stands outside the streams of a PDF. Each byte is looked at once, however many streams begin and
    never end: a file cannot keep a worker busy."""
    outside, at = [], 0
    while begun := STREAM.search(content, at):
        ended = STREAM_END.search(content, begun.end())
        if ended is None:
            break
        outside.append(content[at : begun.start()])
        at = ended.end()
    return b"".join([*outside, content[at:]])


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
