"""What may be kept of a failure: its kind and its place in our code, never its content."""

import traceback


def words_of(failure: BaseException) -> str:
    """A failure as an operator reads it: ``ValueError in give_back (payments/operations.py, line 9)``."""
    return f"{type(failure).__name__}{place_of(failure)}"


def place_of(failure: BaseException) -> str:
    """Where in Moothall something failed; nothing if it was elsewhere."""
    frames = traceback.extract_tb(failure.__traceback__)
    ours = [frame for frame in frames if "/moothall/" in frame.filename]
    if not ours:
        return ""
    file = ours[-1].filename.rsplit("/moothall/", 1)[-1]
    return f" in {ours[-1].name} ({file}, line {ours[-1].lineno})"
