"""What every answer carries, and what every door asks for before it opens."""

import re

import pytest
from django.test import Client

from moothall.kernel import registry
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
    """Whoever is signed in: a program shows a key or token of its own."""
    browser = peopled.rightful["an officer"].browser
    published = registry.published("v1")
    assert len(published) > 50
    for name, entry in published.items():
        call = browser.post if entry.changes else browser.get
        for headers in ({}, {"Authorization": "Bearer moot_guess"}, {"Authorization": "Basic bW9vdDo="}):
            answer = call(f"/api/v1/{name.replace('.', '/')}", headers=headers)
            assert answer.status_code == 401, name
    for told in ({}, {"client_id": str(peopled.council), "client_secret": "moot_guess"}):
        answer = browser.post("/oauth/token", {"grant_type": "client_credentials", **told})
        assert answer.status_code == 401


def test_what_is_far_too_large_is_not_read(peopled: Peopled):
    answer = peopled.rightful["Ada"].browser.post("/find/", {"words": "x" * 15_000_000})
    assert answer.status_code in {400, 413}
