"""How commands end: exit codes (listed in docs/look-up/command-line.md) and words instead of tracebacks."""

from enum import IntEnum


class Exit(IntEnum):
    """What a command's exit code means."""

    DONE = 0
    FINDINGS = 1
    """Carried out, but something needs attention, or the operation was refused; the words say what."""
    MISUSED = 2
    """The command line is not understood."""
    UNAVAILABLE = 3
    """Something around Moothall is missing or in the way; the words say how to mend it."""
    BROKEN = 4
    """Moothall itself failed; a report was written."""
    INTERRUPTED = 130
    """Stopped by Ctrl-C before it was done."""


class Stop(Exception):
    """Ends a command with words for the person at the console.

    Args:
        words: what is the matter and how to put it right.
        code: the exit code.
    """

    def __init__(self, words: str, code: Exit = Exit.UNAVAILABLE) -> None:
        super().__init__(words)
        self.code = code
