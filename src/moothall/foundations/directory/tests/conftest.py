"""Fixtures of the directory's tests."""

from tests.browser.support import browser, browser_page, place_url

__all__ = ["browser", "browser_page", "place_url"]
