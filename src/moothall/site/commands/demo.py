"""``moot demo``: load the demo place, or go on where loading it was interrupted."""

import os

from moothall.site import demo
from moothall.site.exits import Exit


def main(arguments: list[str]) -> int:
    """Load the demo place and say whom to sign in as."""
    os.nice(10)  # people who look around come first
    demo.load(lambda words: print(words, flush=True))
    print(f"Everybody's password is {demo.PASSWORD}. Codes for staff are at /demo/.", flush=True)
    return Exit.DONE
