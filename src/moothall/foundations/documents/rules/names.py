"""Names of files as people see them; no name ever leads to a place on a disk."""

import re
import unicodedata
from pathlib import PurePosixPath

from moothall.foundations.documents.rules.kinds import MediaType

LONGEST = 80
HARMFUL = re.compile(r'[<>:"/\\|?*%]')


def tidy(name: str, kind: MediaType) -> str:
    """The last part of ``name`` without characters that browsers or disks take for something else, with the
    ending of what the file really is: ``../../a.svg`` that holds a JPEG picture is ``a.jpg``."""
    last = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    shown = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    stem = HARMFUL.sub("", shown).rpartition(".")[0] or HARMFUL.sub("", shown)
    return f"{stem.strip(' .')[:LONGEST] or 'file'}.{kind.value}"
