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
    argparse.ArgumentParser(prog="moot api describe", description=describe.__doc__).parse_args(argv)
    for one in capabilities():
        text = openapi.text_of(naming.name_of(one.name))
        if text:
            (Path(one.path) / "api.json").write_text(text)
    return 0
