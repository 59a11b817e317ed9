"""Every page that stands by itself: accessible, in both languages, at both widths, with a title of its own,
and light enough for a bad connection."""

import gzip
from collections.abc import Iterator
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from allauth.core.ratelimit import respond_429
from django.core.exceptions import BadRequest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import ResolverMatch
from playwright.sync_api import Page, Response, expect
from pytest_django import Settings

from moothall.civic.pages import demo as pages
from moothall.foundations.cases.operations import cases
from moothall.foundations.cases.tests.browsing import staff_browser
from moothall.foundations.messages.views import codes
from moothall.kernel import act as acts
from moothall.kernel import context
from moothall.kernel.doors.web import ActMiddleware
from moothall.kernel.models import PackVersion
from moothall.kernel.operations import matters, organisations, people
from moothall.kernel.refusal import Busy, Conflict
from moothall.site import errors
from moothall.site.demo import content
from tests.browser.support import (
    PHONE,
    WIDE,
    PageMaker,
    assert_accessible,
    assert_no_sideways_scroll,
    save_screenshot,
)
from tests.journeys.town import Town, build, publish
from tests.support.rooms import brought

pytestmark = pytest.mark.browser

PUBLIC = (
    "/", "/account/login/", "/account/signup/", "/account/password/reset/", "/nowhere/",
    *(address for one in brought("pages") for address in getattr(one, "PUBLIC", ())),
)  # fmt: skip
"""For everybody; each capability names its own in ``tests/pages.py``."""
SIGNED_IN = (
    "/account/", "/account/email/", "/account/password/change/", "/account/2fa/", "/account/2fa/webauthn/",
    "/account/reauthenticate/", "/acting/", "/staff/",
    *(address for one in brought("pages") for address in getattr(one, "SIGNED_IN", ())),
)  # fmt: skip
"""For who has signed in and works for an organisation, in the order in which they are opened."""
LAST = "/account/logout/"
HTML = {"Content-Type": "text/html; charset=utf-8"}
MOST_OCTETS = 100_000
"""What a page may weigh, compressed, with everything it loads except map tiles."""


@pytest.fixture
def town(settings: Settings, place_url: str) -> Town:
    """The corner of the demo place, with its own pages."""
    settings.BASE_URL = place_url
    found = build()
    pages.load(content.folder(), lambda words: None)
    return found


def officer(town: Town) -> Client:
    """A browser of somebody who may do everything at the council."""
    person = people.register_person(acts.system(), personal={"name": "Cara Quill"}, assurance="account")
    organisations.add_member(
        acts.system(), organisation=town.council, person=person, roles=["manager", "service_owner"]
    )
    return staff_browser(person, town.council)


def looked_at(page: Page, address: str, *, language: str) -> str:
    """Open a page and hold it to what holds for all. Returns its title."""
    page.goto(address)
    expect(page.locator("h1")).to_have_count(1)
    assert page.evaluate("document.documentElement.lang") == language
    assert_no_sideways_scroll(page)
    assert_accessible(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hash") == "#main-content", (
        "the first stop skips to the content"
    )
    save_screenshot(page, f"{language}{urlsplit(address).path}")
    return page.title()


@pytest.mark.parametrize(("width", "language"), [(PHONE, "en"), (PHONE, "cy"), (WIDE, "en")])
def test_public_pages(place_url: str, town: Town, browser_page: PageMaker, width: int, language: str) -> None:
    page = browser_page(width, language=language)
    titles = [looked_at(page, place_url + path, language=language) for path in PUBLIC]
    same = {title for title in titles if titles.count(title) > 1}
    assert len(same) <= 1, f"only /about/ has two addresses: {same}"


@pytest.mark.parametrize(("width", "language"), [(PHONE, "en"), (PHONE, "cy"), (WIDE, "en")])
def test_pages_for_who_has_signed_in(
    place_url: str, town: Town, browser_page: PageMaker, width: int, language: str
) -> None:
    page = browser_page(width, language=language)
    session = officer(town).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": place_url}])
    resident = people.register_person(acts.public(), personal={"name": "Ada Marsh"})
    matter = matters.open_matter(
        acts.system(), kind="bulky-waste", organisation=town.council, person=resident
    )
    paths = [*SIGNED_IN, f"/documents/add/{matter}", LAST]
    titles = [looked_at(page, place_url + path, language=language) for path in paths]
    assert len(set(titles)) == len(titles)
    assert not any("not found" in title or "404" in title for title in titles)


def signed_in(page: Page, place_url: str, client: Client) -> None:
    """Have the page's browser go on as the test client's."""
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": place_url}])


@pytest.mark.parametrize(("width", "language"), [(PHONE, "en"), (PHONE, "cy"), (WIDE, "en")])
def test_pages_of_links_and_codes(
    place_url: str, town: Town, browser_page: PageMaker, width: int, language: str
) -> None:
    organisations.add_team(acts.system(), organisation=town.council, slug="revenues", name="Revenues")
    pack = publish("council-tax-reduction", organisation=town.council)
    ada = people.register_person(
        acts.public(), personal={"name": "Ada Marsh", "email": "ada@home.example", "reach": "email"}
    )
    matters.open_matter(
        acts.system(), kind="council-tax-reduction", organisation=town.council, person=ada, pack=pack
    )
    secret = people.make_link(acts.system(), person=ada, leads_to="/my/")
    page = browser_page(width, language=language)
    for path in ("/in/cut-off/", "/my/link-again/", "/my/link-again/?sent=yes", f"/in/{secret}/"):
        looked_at(page, place_url + path, language=language)
    page.locator("main form button").press("Enter")
    page.wait_for_url("**/my/code/?next=*")
    looked_at(page, page.url, language=language)
    page.locator("main form button").press("Enter")
    page.wait_for_url("**/my/code/?sent=*")
    page.get_by_role("textbox").fill("12")
    save_screenshot(page, f"{language}-code-sent")
    page.locator("main form button").first.press("Enter")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    save_screenshot(page, f"{language}-code-wrong")
    for _ in range(codes.TO_A_PERSON.most):
        with page.expect_navigation():
            page.locator("main form button").last.press("Enter")
    expect(page.locator(".govuk-warning-text")).to_be_visible()
    assert_accessible(page)
    save_screenshot(page, f"{language}-code-too-many")


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_pages_of_other_teams_and_of_ending_a_membership(
    place_url: str, town: Town, browser_page: PageMaker, width: int
) -> None:
    other = organisations.add_team(acts.system(), organisation=town.council, slug="parks", name="Parks")
    ada = people.register_person(acts.public(), personal={"name": "Ada Marsh", "email": "ada@home.example"})
    case = open_case(town, ada)
    gardener = people.register_person(acts.system(), personal={"name": "Gil Moss"}, assurance="account")
    membership = organisations.add_member(
        acts.system(), organisation=town.council, person=gardener, roles=["case_worker"], team=other
    )
    page = browser_page(width)
    signed_in(page, place_url, staff_browser(gardener, town.council))
    assert "Why do you need" in page_text(page, f"{place_url}/staff/cases/{case}/")
    page.locator("main form button").last.press("Enter")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert_accessible(page)
    save_screenshot(page, "reason-missing")
    signed_in(page, place_url, officer(town))
    assert "Gil Moss" in page_text(page, f"{place_url}/staff/people/{membership}/end")


def page_text(page: Page, address: str) -> str:
    """Open a page, hold it to what holds for all, and read it."""
    looked_at(page, address, language="en")
    return page.locator("main").inner_text()


def open_case(town: Town, person: UUID) -> UUID:
    """A collection that somebody asked for."""
    with context.acting(acts.system()):
        pack = PackVersion.objects.get(name="bulky-waste", retired_at=None).pk
    act = acts.resident(person)
    matter = matters.open_matter(act, kind="bulky-waste", organisation=town.council, person=person, pack=pack)
    return cases.open_case(act, matter=matter, told=[])


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_an_operator_arrives_at_what_waits(
    place_url: str, town: Town, browser_page: PageMaker, width: int
) -> None:
    person = people.register_person(acts.system(), personal={"name": "Alex Winter"}, assurance="account")
    organisations.add_member(acts.system(), organisation=town.council, person=person, roles=["operator"])
    page = browser_page(width)
    session = staff_browser(person, town.council).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": place_url}])
    assert "Still to be passed on" in looked_at(page, f"{place_url}/arrive/", language="en")
    assert urlsplit(page.url).path == "/staff/waiting/"
    expect(page.get_by_role("rowheader", name="Messages to send")).to_be_visible()


def request() -> HttpRequest:
    """A request as an error page gets it."""
    asked = RequestFactory().get("/")
    client = Client()
    client.get("/nowhere/")
    asked.session, asked.user = client.session, client.get("/nowhere/").wsgi_request.user
    asked.resolver_match = ResolverMatch(errors.not_found, (), {})
    return asked


def broken() -> HttpResponse:
    """The answer when the database is away."""
    try:
        raise OperationalError("gone")
    except OperationalError:
        return errors.server_error(request())


def error_pages() -> Iterator[tuple[int, HttpResponse]]:
    """Each error page with the status it must have."""
    yield 400, errors.bad_request(request(), BadRequest())
    yield 403, errors.forbidden(request(), PermissionError())
    yield 403, errors.csrf_failure(request())
    refused = ActMiddleware(lambda asked: HttpResponse()).process_exception(request(), Conflict("Full now."))
    assert isinstance(refused, HttpResponse)
    yield 409, refused
    yield 404, errors.not_found(request(), LookupError())
    yield 429, respond_429(request())
    yield 500, errors.server_error(request())
    yield 503, broken()
    busy = ActMiddleware(lambda asked: HttpResponse()).process_exception(request(), Busy("Try again."))
    assert isinstance(busy, HttpResponse)
    yield 503, busy


def serve(page: Page, address: str, body: bytes) -> None:
    """Answer with ``body`` when the page asks for this address."""
    page.route(address, lambda route: route.fulfill(body=body, headers=HTML))


def test_error_pages(place_url: str, town: Town, browser_page: PageMaker) -> None:
    page = browser_page(PHONE)
    for status, answer in error_pages():
        assert answer.status_code == status
        address = f"{place_url}/error-{status}/"
        serve(page, address, answer.content)
        page.goto(address)
        expect(page.locator("h1")).to_have_count(1)
        assert_no_sideways_scroll(page)
        assert_accessible(page)
        save_screenshot(page, f"error-{status}")
        page.unroute(address)


def test_pages_are_light(place_url: str, town: Town, browser_page: PageMaker) -> None:
    weights = {path: _weight(browser_page(), place_url + path) for path in PUBLIC}
    heavy = {path: weight for path, weight in weights.items() if weight > MOST_OCTETS}
    assert not heavy, heavy


def _weight(page: Page, address: str) -> int:
    """What a first visit to the page loads, in octets, as the place sends it: text compressed."""
    loaded: list[Response] = []
    page.on("response", lambda answer: loaded.append(answer))
    page.goto(address, wait_until="networkidle")
    return sum(_octets(answer) for answer in loaded if answer.status != 302)


def _octets(answer: Response) -> int:
    body = answer.body()
    is_packed = answer.url.endswith((".woff2", ".png", ".jpg"))
    return len(body) if is_packed else len(gzip.compress(body, 6))
