"""Where the tests find real data that is not part of the project."""

import os
from pathlib import Path

import pytest

from moothall.site import environment

SHARED = Path(os.environ.get("MOOTHALL_SHARED") or environment.ROOT.parent / "shared")
DIRECTORY = SHARED / "data" / "directory"

needs_shared = pytest.mark.skipif(not DIRECTORY.is_dir(), reason="the shared data folder is not here")
