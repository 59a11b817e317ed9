"""``moot demo``: load the demo place, or go on where loading it was interrupted."""

import os

from moothall.site import demo
from moothall.site.exits import Exit


def main(arguments: list[str]) -> int:
    """Load the demo place, saying whom to sign in as on the way."""
    os.nice(10)  # people who look around come first
    demo.load(lambda words: print(words, flush=True))
    return Exit.DONE
