"""``moot migrate``: database and static files as this version of Moothall needs them."""

import argparse

from moothall.site import schema, statics
from moothall.site.exits import Exit


def main(arguments: list[str]) -> int:
    """Prepare the server, migrate, write policies, collect static files. Harmless when repeated."""
    argparse.ArgumentParser(
        prog="moot migrate",
        description="Bring database, policies and static files up to date. Run it once at each upgrade, "
        "before the web processes; several at once wait for each other.",
    ).parse_args(arguments)
    if not schema.is_current():
        schema.bring_up_to_date(_say)
    if not statics.are_current():
        _say("Collecting styles and scripts")
        statics.collect()
    return Exit.DONE


def _say(words: str) -> None:
    print(words, flush=True)
