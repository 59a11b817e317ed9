"""Tables in text files, in whatever letters they were saved."""

import codecs
from pathlib import Path
from typing import IO

PART = 1 << 20
LETTERS = ("utf-8-sig", "cp1252")
"""What is tried, in this order: UTF-8, then Windows' letters, in which spreadsheets here save."""


class NotText(OSError):
    """A file whose letters are none we know. Carries words for the operator."""


def opened(path: Path) -> IO[str]:
    """The file at ``path`` as text, for the module csv. Raises ``OSError``; no letter is ever guessed at or
    replaced."""
    for encoding in LETTERS:
        if _is_written_in(path, encoding):
            return path.open(encoding=encoding, newline="")
    raise NotText(f"The letters of {path.name} cannot be read. Save it as UTF-8 and try again.")


def _is_written_in(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while part := file.read(PART):
                decoder.decode(part)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
