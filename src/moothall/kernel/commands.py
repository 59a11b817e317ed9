"""Commands that belong to no capability."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from moothall.kernel import naming
from moothall.kernel.capability import capabilities
from moothall.kernel.doors import openapi
from moothall.kernel.doors.cli import command


@command("api describe")
def describe(argv: Sequence[str]) -> int:
    """Write what programs can ask and do here, in OpenAPI 3.1, to the ``api.json`` of each capability."""
    parser = argparse.ArgumentParser(prog="moot api describe", description=describe.__doc__)
    parser.add_argument("capability", nargs="*", help="only these capabilities, such as bookings")
    wanted = parser.parse_args(argv).capability
    for one in capabilities():
        name = naming.name_of(one.name)
        text = openapi.text_of(name) if name in wanted or not wanted else ""
        if text:
            (Path(one.path) / "api.json").write_text(text)
    return 0
