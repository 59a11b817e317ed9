"""Nonsense in addresses, forms and words: a page or a refusal, never a failure, never a script that runs."""

import re
from typing import Any

import pytest
from django.test import Client

from moothall.kernel import act as acts
from moothall.kernel.doors import lists
from moothall.kernel.operations import organisations, people
from moothall.services.operations import packs
from moothall.services.queries import packs as pack_queries
from moothall.site import environment
from tests.attacks.town.addresses import Address, addresses
from tests.attacks.town.peopled import PAYLOAD, Peopled, Viewer, staff_of

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

JUNK = ("\x00", "'\"><script>alert(1)</script>", "9" * 400, "２０２６-99-99")
CODE = "\n".join(path.read_text() for path in (environment.ROOT / "src" / "moothall").rglob("*.py"))
ASKED = sorted({lists.CURSOR} | set(re.findall(r'GET(?:\.get\(|\[)"(\w+)"', CODE)))
"""Every name that a view looks for in an address."""
TYPED = sorted(
    {"words", "email", "login", "password", "answer"} | set(re.findall(r'POST\.get\("(\w+)"', CODE))
)
"""Names of what is typed."""
RUNS = ("<script>alert", 'href="javascript:', "<img src=x", "49 [go]")


def ours() -> list[Address]:
    """The addresses of our own pages."""
    others = ("api/", "oauth/", "account/", "oruk")
    return [one for one in addresses() if not one.route.startswith(others)]


def url_of(address: Address, peopled: Peopled) -> str:
    """An address with some id that may fit it."""
    fitting = [identity for table, identity in peopled.ids.items() if address.fits(table)]
    if address.takes_ids:
        return address.with_id((fitting or [peopled.ada])[0], peopled.ids)
    return "/" + address.route.format(**dict.fromkeys(address.parts, "bulky-waste"))


def test_no_address_fails(peopled: Peopled):
    assert {"after", "before", "next"} <= set(ASKED)
    operator = staff_of(peopled.council, ["operator"])
    for address in ours():
        for junk in JUNK:
            for viewer in (peopled.rightful["an officer"], operator, peopled.rightful["Ada"]):
                answer = viewer.browser.get(url_of(address, peopled), dict.fromkeys(ASKED, junk))
                assert answer.status_code < 500, (address.route, junk)
                assert not any(run in shown(answer) for run in RUNS), (address.route, junk)


def test_no_form_fails(peopled: Peopled):
    for address in ours():
        for junk in JUNK:
            for viewer in (peopled.rightful["an officer"], peopled.rightful["Ada"]):
                answer = viewer.browser.post(url_of(address, peopled), dict.fromkeys(TYPED, junk))
                assert answer.status_code < 500, (address.route, junk)
                assert not any(run in shown(answer) for run in RUNS), (address.route, junk)


def test_words_of_people_and_packs_are_words_alone(peopled: Peopled):
    """Names, notes, messages, descriptions and every word of a pack hold a script; no page runs one."""
    people.record(acts.resident(peopled.ada), person=peopled.ada, personal={"name": PAYLOAD})
    organisations.add_organisation(
        acts.system(), slug="wexcombe-council", name=PAYLOAD, kind="council", description=PAYLOAD
    )
    live = pack_queries.live_pack(acts.system(), name="bulky-waste")
    assert live is not None
    packs.install_pack(
        acts.system(), organisation=peopled.council, name="bulky-waste",
        content=live.content | {"words": spoilt(live.content["words"])},
    )  # fmt: skip
    told = ""
    for viewer in (*peopled.rightful.values(), Viewer(Client(), acts.public())):
        for address in ours():
            page = shown(viewer.browser.get(url_of(address, peopled)))
            assert not any(run in page for run in RUNS), address.route
            told += page
    assert told.count("&lt;script&gt;alert(1)") > 20


def shown(answer: Any) -> str:
    """The page, if it is one."""
    is_page = "html" in answer.headers.get("Content-Type", "")
    return answer.content.decode() if is_page else ""


def spoilt(words: Any) -> Any:
    """The words of a pack, each with a script in it."""
    if isinstance(words, dict):
        return {name: spoilt(below) for name, below in words.items()}
    return f"{words} {PAYLOAD}"
