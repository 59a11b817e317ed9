"""Pictures drawn anew in a process of their own: one that is too much for the machine ends that process, and
nothing else.

A picture of a few hundred kilobytes can unpack to hundreds of megabytes. The process may use so much memory
and time and no more, gives way to everything else, and there is one at a time for each process that asks.
"""

import json
import os
import resource
import subprocess
import sys
from dataclasses import asdict
from threading import Lock

from moothall.foundations.documents.rules import pictures
from moothall.foundations.documents.rules.kinds import MediaType, Unacceptable
from moothall.foundations.documents.rules.pictures import DrawnPicture

MEMORY = 450_000_000
"""Octets of address space: an interpreter, and what the largest picture takes twice over."""
CPU_SECONDS = 20
NICER = 10
KEPT_SETTINGS = ("PATH", "PYTHONPATH", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
"""All that the process hears of ours: no secrets."""

_turn = Lock()


def redraw(content: bytes, *, format: str) -> DrawnPicture:
    """What :func:`pictures.redraw` makes of ``content``. Raises ``Unacceptable``, also when the process ends
    without a word."""
    pictures.check_announced(content, format=format)
    with _turn:
        done = subprocess.run(  # noqa: S603 (our own module)
            [sys.executable, "-P", "-m", __name__, format],
            input=content,
            capture_output=True,
            env={name: os.environ[name] for name in KEPT_SETTINGS if name in os.environ},
            check=False,
        )
    head, _, rest = done.stdout.partition(b"\n")
    if done.returncode or not head:
        raise Unacceptable("broken")
    return _heard(json.loads(head), rest)


def _heard(said: dict[str, int | str], rest: bytes) -> DrawnPicture:
    if "why" in said:
        raise Unacceptable(str(said["why"]))
    length = int(said["content"])
    return DrawnPicture(
        MediaType(str(said["kind"])), rest[:length], rest[length:], int(said["width"]), int(said["height"])
    )


def main(format: str) -> None:
    """In the process: read a picture, write a line about it, then the picture and the small one."""
    os.nice(NICER)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    try:
        drawn = pictures.redraw(sys.stdin.buffer.read(), format=format)
    except Unacceptable as refused:
        _say({"why": refused.why})
        return
    said = asdict(drawn) | {"content": len(drawn.content)}
    del said["small"]
    _say(said, drawn.content, drawn.small)


def _say(said: dict[str, int | str], *parts: bytes) -> None:
    sys.stdout.buffer.write(b"".join([json.dumps(said).encode(), b"\n", *parts]))


if __name__ == "__main__":
    main(sys.argv[1])
