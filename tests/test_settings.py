"""The page of settings names every setting, and no other."""

import re

import pytest

from moothall.kernel.jobs import Lane
from moothall.site import environment

ASKED = re.compile(r'(?:environ\.get\(|environ\[|flag\(|given\()\s*"([A-Z]+_[A-Z_]+)"')
NAMED = re.compile(r"`(MOOTHALL_[A-Z_]+|DATABASE_URL)`")
APART = {"PATH", "DJANGO_SETTINGS_MODULE", "MOOTHALL_LIFELINE"}
"""Not settings: the system's, Django's, and what one of our processes tells another."""
ASKED_OTHERWISE = {
    "MOOTHALL_PYTHON",
    "MOOTHALL_OWNER_PASSWORD",
    "MOOTHALL_APP_PASSWORD",
    "MOOTHALL_SIGNIN_PASSWORD",
    *(f"MOOTHALL_LANE_{lane.name}" for lane in Lane),
}
"""Asked for by the launcher or by a name put together."""


@pytest.fixture(scope="module")
def asked() -> set[str]:
    """Every setting that code or tests ask the environment for."""
    folders = (environment.ROOT / "src", environment.ROOT / "tests")
    texts = (path.read_text() for folder in folders for path in folder.rglob("*.py"))
    return {name for text in texts for name in ASKED.findall(text)} - APART


@pytest.fixture(scope="module")
def named() -> set[str]:
    """Every setting that the page names."""
    return set(NAMED.findall((environment.ROOT / "docs" / "look-up" / "settings.md").read_text()))


def test_every_setting_is_documented(asked: set[str], named: set[str]) -> None:
    assert (asked | ASKED_OTHERWISE) - named == set()


def test_the_page_names_nothing_that_is_never_asked(asked: set[str], named: set[str]) -> None:
    assert named - asked - ASKED_OTHERWISE == set()
