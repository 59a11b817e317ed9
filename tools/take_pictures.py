"""Takes the pictures of the README from a running demo place: ``python tools/take_pictures.py http://127.0.0.1:8000``.

For maintainers. Needs what the tests need (a Chromium on the PATH); writes to ``docs/pictures``.
"""

import argparse
import io
import shutil
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright

OUT = Path(__file__).resolve().parents[1] / "docs" / "pictures"
PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 860}
PASSWORD = "lantern-on-the-harbour"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """Take every picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", help="where the demo place is served")
    base = parser.parse_args().address.rstrip("/")
    OUT.mkdir(exist_ok=True)
    browser_path = next(found for name in BROWSERS if (found := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page()
        for name, size, take in PICTURES:
            page.set_viewport_size(size)
            take(page, base)
            page.wait_for_load_state("networkidle")
            _keep(page, name)
        browser.close()


def front(page: Page, base: str) -> None:
    """The front page."""
    page.goto(f"{base}/")


def results(page: Page, base: str) -> None:
    """What could help, with reasons."""
    page.goto(f"{base}/")
    page.locator("main textarea").first.fill("mum keeps forgetting things and I'm worn out")
    page.locator("main form button").first.click()
    page.wait_for_load_state()


def service(page: Page, base: str) -> None:
    """A service made from a pack."""
    page.goto(f"{base}/do/bulky-waste/")


def queue(page: Page, base: str) -> None:
    """The team's queue."""
    _sign_in(page, base, "gareth.pugh@wexcombe.example")
    page.goto(f"{base}/staff/cases/")


def case(page: Page, base: str) -> None:
    """A case."""
    queue(page, base)
    page.locator("main a[href^='/staff/cases/0']").first.click()
    page.wait_for_load_state()


PICTURES: list[tuple[str, ViewportSize, Callable[[Page, str], None]]] = [
    ("front-phone", PHONE, front),
    ("results", DESK, results),
    ("results-phone", PHONE, results),
    ("service-phone", PHONE, service),
    ("queue", DESK, queue),
    ("case", DESK, case),
]


def _sign_in(page: Page, base: str, email: str) -> None:
    """Sign in, if nobody has yet: a code works once."""
    page.goto(f"{base}/account/")
    if "/login/" not in page.url:
        return
    page.goto(f"{base}/demo/")
    code = page.locator("tr", has_text=email).locator("td").nth(1).inner_text().strip()
    page.goto(f"{base}/account/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_load_state()
    page.fill("[name=code]", code)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_load_state()


def _keep(page: Page, name: str) -> None:
    """A picture of the visible part, in 64 colours: enough for flat pages, and a quarter of the size."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(64)
    picture.save(OUT / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
