"""What every answer carries, and what every door asks for before it opens."""

import re

import pytest
from django.test import Client

from tests.attacks.town.addresses import addresses
from tests.attacks.town.changes import written
from tests.attacks.town.peopled import Peopled
from tests.attacks.town.test_junk import ours, url_of

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

INLINE = re.compile(r"<script(?![^>]*(?:nonce=|src=|type=\"application/json\"))[^>]*>|\son[a-z]+=\"")


def test_every_page_says_what_a_browser_may_do(peopled: Peopled):
    for viewer in (peopled.rightful["an officer"], peopled.rightful["Ada"], peopled.strangers["a visitor"]):
        for address in ours():
            answer = viewer.browser.get(url_of(address, peopled))
            policy = answer.headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'"), address.route
            assert "unsafe" not in policy and ("frame-ancestors 'none'" in policy or "sandbox" in policy)
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["X-Frame-Options"] == "DENY"
            assert answer.headers["Referrer-Policy"] == "same-origin"
            if "html" in answer.headers.get("Content-Type", ""):
                assert not INLINE.search(answer.content.decode()), address.route


def test_what_somebody_gets_in_their_session_is_kept_nowhere(peopled: Peopled):
    for viewer in (peopled.rightful["an officer"], peopled.rightful["Ada"], peopled.rightful["who searched"]):
        for address in ours():
            answer = viewer.browser.get(url_of(address, peopled))
            assert "no-store" in answer.headers["Cache-Control"], address.route
    assert "Cache-Control" not in Client().get("/services/").headers


def test_no_form_is_taken_from_another_site(peopled: Peopled):
    """Without the browser's token nothing is done; a question is asked once more at most."""
    for viewer in (peopled.rightful["an officer"], peopled.rightful["Ada"]):
        viewer.browser.handler.enforce_csrf_checks = True
        try:
            for address in ours():
                before = written()
                answer = viewer.browser.post(url_of(address, peopled), {"do": "cancel", "as": "me"})
                assert answer.status_code in {200, 302, 401, 403, 404, 405}, (
                    address.route,
                    answer.status_code,
                )
                assert set(written() - before) <= {"kernel_auditentry"}, address.route
        finally:
            viewer.browser.handler.enforce_csrf_checks = False


def test_the_api_opens_for_no_session_and_no_guess(peopled: Peopled):
    browser = peopled.rightful["an officer"].browser
    calls = [one for one in addresses() if one.route.startswith(("api/operations/", "api/queries/"))]
    assert len(calls) > 100
    for address in calls:
        for headers in ({}, {"Authorization": "Bearer moot_guess"}):
            answer = browser.post("/" + address.route, "{}", content_type="application/json", headers=headers)
            assert answer.status_code == 401, address.route
        assert browser.get("/" + address.route).status_code == 405


def test_what_is_far_too_large_is_not_read(peopled: Peopled):
    answer = peopled.rightful["Ada"].browser.post("/find/", {"words": "x" * 15_000_000})
    assert answer.status_code in {400, 413}
