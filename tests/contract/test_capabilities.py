"""What holds of every capability there is: a new one is held to it by being there."""

from collections.abc import Iterator
from dataclasses import is_dataclass
from inspect import getdoc
from typing import Any, get_args, get_origin

import pytest
from django.urls import reverse

from moothall.kernel import describing, event, policies, registry
from moothall.kernel.capability import Capability, capabilities
from moothall.kernel.event import Event
from moothall.kernel.every import EVERY
from moothall.kernel.paging import Page
from moothall.kernel.readers import READERS
from moothall.kernel.registry import Entry
from tests.attacks import truth
from tests.attacks.town.addresses import Address, addresses
from tests.browser import test_every_page as browsed
from tools import messages

SHORT = {
    "kernel.teams": "as many as an organisation has teams",
    "pages.titles": "as many as the place has pages",
    "payments.books": "one line for each month of a year",
    "payments.ledger_of": "as many as one payment has entries",
    "payments.refunds_of": "as many as one payment has refunds",
    "services.problems_of_draft": "as many as there are mistakes in one draft",
}
"""Published lists that come whole, with what keeps them short."""
ELSEWHERE = {
    "/arrive/": "leads on and shows nothing",
    "/demo/": "is there in the demo place only",
    "/design/": "tests/browser/test_gallery.py",
    "/design/areas.geojson": "data for maps",
    "/design/staff/": "tests/browser/test_gallery.py",
    "/find/": "tests/browser/test_find_help.py",
    "/language/": "leads on and shows nothing",
    "/my/code/": "test_pages_of_links_and_codes",
    "/my/comments/": "moothall/foundations/comments/tests/test_browser.py",
    "/my/everything/": "moothall/foundations/privacy/tests/test_browser.py",
    "/my/join/": "needs something to join",
    "/my/link-again/": "test_pages_of_links_and_codes",
    "/my/who-looked/": "shows what was read about who asked for something",
    "/oauth/token": "for programs",
    "/staff/parked/": "test_an_operator_arrives_at_what_waits",
    "/staff/needs/": "needs the permission of those who see unmet needs",
    "/staff/readings/": "needs the permission of stewards",
    "/staff/waiting/": "test_an_operator_arrives_at_what_waits",
}
"""Addresses that stand by themselves and are not in the list of every page, with where they are looked at or
why not."""

each_capability = pytest.mark.parametrize("one", list(capabilities()), ids=lambda one: one.label)


@each_capability
def test_a_manifest_says_what_a_capability_is_for(one: Capability) -> None:
    assert one.title and getdoc(type(one)) != getdoc(Capability), f"{one.name} does not say what it is for"
    for permission in one.permissions:
        assert permission.holders, f"{permission.code}: who has it is told to the person it refuses"
    for entry in one.navigation:
        assert entry.title and reverse(entry.address)
    for kept in one.keeps_about_people:
        assert kept.whose and kept.what, f"{kept.table}: about whom, and what for"


def test_somebody_wrote_down_who_may_see_every_table() -> None:
    tables = {model._meta.db_table for model, _ in policies.declared()}
    told = truth.PUBLIC | truth.RULES.keys()
    assert tables <= told, f"tests/truth.py of their capability does not speak of {sorted(tables - told)}"
    assert told <= tables, f"there are no such tables: {sorted(told - tables)}"


def events() -> Iterator[tuple[str, type[Event]]]:
    """Every event of a capability, without those of tests."""
    yield from ((name, kind) for name, kind in event.known().items() if kind.__module__.endswith(".events"))


def test_every_event_is_put_into_words_or_is_silent() -> None:
    for name, kind in events():
        assert describing.has_words(kind) != kind.is_silent, (
            f"{name}: words in describe.py, or is_silent = True"
        )


def test_what_is_counted_is_silent() -> None:
    assert [name for name, kind in events() if kind.names_nobody and not kind.is_silent] == []


def queries() -> Iterator[Entry]:
    """What programs may ask."""
    yield from (entry for entry in registry.published("v1").values() if not entry.changes)


def test_programs_are_answered_in_records_and_pages() -> None:
    long = [entry.name for entry in queries() if is_list(entry.result) and entry.name not in SHORT]
    assert long == [], "a list is a Page[record]"
    for entry in queries():
        loose = [part for part in parts(entry.result) if part is Any or is_dict(part)]
        assert loose == [] or entry.name.startswith("directory."), f"{entry.name} answers with {loose}"
    assert SHORT.keys() <= registry.published("v1").keys()


def is_list(hint: Any) -> bool:
    """Whether it is a list that comes whole."""
    return get_origin(hint) in (list, tuple, set, frozenset)


def is_dict(hint: Any) -> bool:
    """Whether nobody can tell what is in it."""
    return hint is dict or (get_origin(hint) is dict and Any in get_args(hint))


def parts(hint: Any) -> Iterator[Any]:
    """A type and what it is made of."""
    yield hint
    for inside in get_args(hint):
        yield from parts(inside)


def test_a_page_is_of_records() -> None:
    for entry in queries():
        if get_origin(entry.result) is Page:
            assert is_dataclass(get_args(entry.result)[0]), entry.name


def alone() -> Iterator[Address]:
    """Addresses without parts, but for the API's and sign-in's."""
    apart = ("api/", "account/", "oruk/")
    yield from (one for one in addresses() if not one.parts and not one.route.startswith(apart))


def test_every_page_is_looked_at_by_the_browser() -> None:
    known = {*browsed.PUBLIC, *browsed.SIGNED_IN, *ELSEWHERE}
    missing = sorted(f"/{one.route}" for one in alone() if f"/{one.route}" not in known)
    assert missing == [], "add them to PUBLIC or SIGNED_IN in tests/pages.py of their capability"


def test_what_is_looked_at_elsewhere_is_there() -> None:
    assert ELSEWHERE.keys() <= {f"/{one.route}" for one in alone()}


def test_what_runs_by_the_clock_and_reads_along_says_what_it_does() -> None:
    for every in EVERY.values():
        assert every.title and getdoc(every.function), every.name
    for reader in READERS.values():
        assert getdoc(reader.function), reader.name


def test_words_are_in_order_in_every_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert messages.check() == 0, capsys.readouterr().out
