"""What the tests of matching share."""

from pathlib import Path

import pytest
from pytest_django import Settings

from moothall.civic.matching import understanding
from moothall.civic.matching.tests import directory


@pytest.fixture
def filled(db: None, settings: Settings, tmp_path: Path) -> None:
    """A small directory, read by words alone: what the model does is measured elsewhere."""
    settings.MOOTHALL_VECTORS = tmp_path
    understanding._file.cache_clear()
    directory.fill()
    yield
    understanding._file.cache_clear()
