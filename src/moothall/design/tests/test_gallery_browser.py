"""Every part, seen by a real browser: accessible, never wider than its window, at work without scripts."""

from collections.abc import Iterator

import pytest

from tests.browser.support import (
    PageMaker,
    assert_accessible,
    assert_no_sideways_scroll,
    browser,
    browser_page,
    save_screenshot,
)

__all__ = ["browser", "browser_page"]

pytestmark = pytest.mark.browser


@pytest.fixture
def home(live_design: str) -> Iterator[str]:
    yield live_design


@pytest.mark.parametrize("path", ["/design/", "/design/staff/"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_every_part_meets_the_accessibility_baseline(
    home: str, browser_page: PageMaker, path: str, width: int, dark: bool
) -> None:
    page = browser_page(width, dark=dark)
    page.goto(home + path)
    save_screenshot(page, f"gallery{path}{'dark' if dark else 'light'}")
    assert_accessible(page)
    assert_no_sideways_scroll(page)
