"""Where the tests keep their server and secrets, so that they never touch an installation."""

import os
from pathlib import Path

from moothall.site import environment


def folder() -> Path:
    """``MOOTHALL_TEST_DATA``, else ``var/test``. May be shared by several test runs at once."""
    return Path(os.environ.get("MOOTHALL_TEST_DATA") or environment.ROOT / "var" / "test").resolve()


def arrange() -> None:
    """Point the environment at the tests' folder and at a database of this process. Call before settings."""
    os.environ.pop("DATABASE_URL", None)
    os.environ["MOOTHALL_DATA"] = str(folder())
    os.environ["MOOTHALL_DB"] = f"test_{os.getpid()}"
