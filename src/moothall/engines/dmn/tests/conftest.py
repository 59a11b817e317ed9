"""What the tests of the engine share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from .. import RuleSet, compile_rules, read_yaml
from .samples import BULKY_WASTE


def shared_folder() -> Path:
    """Where the real data lie; tests that need them are skipped when they are absent."""
    root = next(parent for parent in Path(__file__).parents if (parent / "pyproject.toml").exists())
    return Path(os.environ.get("MOOTHALL_SHARED", root.parent / "shared"))


@pytest.fixture(scope="session")
def tck_folder() -> Path:
    folder = shared_folder() / "data" / "services" / "dmn-tck"
    if not folder.exists():
        pytest.skip("the compatibility kit is not here")
    return folder


@pytest.fixture
def bulky_waste() -> RuleSet:
    return compile_rules(read_yaml(BULKY_WASTE, source="bulky.yaml").model)
