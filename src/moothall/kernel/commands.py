"""Commands that belong to no capability."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from moothall.kernel.doors import openapi
from moothall.kernel.doors.cli import command


@command("api describe")
def describe(argv: Sequence[str]) -> int:
    """Write what programs can ask and do here, in OpenAPI 3.1, to a file."""
    parser = argparse.ArgumentParser(prog="moot api describe")
    parser.add_argument("file", type=Path, help="where to write it, such as docs/look-up/openapi.json")
    parser.parse_args(argv).file.write_text(openapi.text())
    return 0
