"""What every test in a real browser needs: a page of some width, the accessibility baseline, pictures.

The fixtures are every test's (``conftest.py`` of the root); the rest is imported by name.
Screenshots go to the folder named by ``MOOTHALL_SCREENSHOTS``; without it none is taken.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from moothall.site.commands.test import BROWSERS
from tests.support.database import PlaceDatabase
from tests.support.patience import PATIENCE

PHONE, WIDE = 360, 1280

PageMaker = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a module; the tests are skipped where none is installed."""
    named = os.environ.get("MOOTHALL_BROWSER")
    path = named or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip("no Chromium here: install it to run the browser tests")
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    connections.close_all()  # under Playwright's loop Django keeps others, and these could not be closed
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"], timeout=PATIENCE * 1000
        )
        yield found
        found.close()


@pytest.fixture
def place_url(committed: PlaceDatabase) -> Iterator[str]:
    """The address of the whole place, served from this process over its own committed database."""
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[PageMaker]:
    """Makes pages: ``browser_page(360)``, ``browser_page(1280, javascript=False, dark=True)``.

    A script error or a file blocked by the Content-Security-Policy fails the test at its end.
    """
    contexts = []
    complaints: list[str] = []

    def make(
        width: int = WIDE,
        *,
        javascript: bool = True,
        dark: bool = False,
        forced_colours: bool = False,
        language: str = "en-GB",
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900 if width > 600 else 780},
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            forced_colors="active" if forced_colours else "none",
            reduced_motion="reduce",
            locale=language,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if _is_blocked(said.text) else None)
        return page

    yield make
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)


def _is_blocked(said: str) -> bool:
    return "Content Security Policy" in said or "Content-Security-Policy" in said


def assert_accessible(page: Page) -> None:
    """axe finds nothing on the page as it is now: no violation of WCAG 2.2 A/AA or of its best practices.

    Needs a page with JavaScript on, because axe itself is a script.
    """
    options = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
    found = Axe().run(page, options=options).response["violations"]
    problems = [
        f"{rule['id']} ({rule['impact']}): {rule['help']}\n"
        + "\n".join(f"    {node['html'][:300]}\n    {node['failureSummary']}" for node in rule["nodes"][:5])
        for rule in found
    ]
    assert not problems, f"axe on {page.url}:\n" + "\n".join(problems)


def assert_no_sideways_scroll(page: Page) -> None:
    """The page is no wider than its window (WCAG 2.2, 1.4.10 Reflow)."""
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    if wide > room:
        culprits = page.evaluate(
            "room => [...document.querySelectorAll('body *')]"
            ".filter(e => e.getBoundingClientRect().right > room + 1)"
            ".slice(0, 5).map(e => e.outerHTML.slice(0, 120))",
            room,
        )
        raise AssertionError(f"{page.url} is {wide} px wide in {room} px: {culprits}")


def save_screenshot(page: Page, name: str) -> None:
    """Keep a picture of the whole page as ``name-<width>.png``, when a folder for screenshots is named."""
    folder = os.environ.get("MOOTHALL_SCREENSHOTS")
    if not folder:
        return
    width = (page.viewport_size or {"width": 0})["width"]
    safe = re.sub(r"[^\w-]+", "-", name).strip("-")
    Path(folder).mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(Path(folder) / f"{safe}-{width}.png"), full_page=True)
