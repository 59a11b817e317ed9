"""Lists a page at a time: nothing twice, nothing left out, and no cursor but one that was given out."""

from typing import get_args, get_origin

import pytest
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from moothall.kernel import act as acts
from moothall.kernel import paging, registry
from moothall.kernel.context import acting
from moothall.kernel.models import Organisation
from moothall.kernel.operations import organisations as organisation_operations
from moothall.kernel.paging import Page
from moothall.kernel.queries import organisations
from moothall.kernel.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default"])


def add(number: int, name: str = "Bay") -> None:
    """Another organisation."""
    organisation_operations.add_organisation(acts.system(), slug=f"o-{number}", name=name, kind="charity")


def slugs(rows: list[Organisation]) -> list[str]:
    return [row.slug for row in rows]


def all_of(by: tuple[str, ...], limit: int) -> list[str]:
    """What stands on all pages, one after the other."""
    found, cursor = [], ""
    while True:
        page = paging.page(Organisation.objects.all(), slugs, by=by, cursor=cursor, limit=limit)
        found += page.items
        cursor = page.next
        if not page.has_more:
            return found


@pytest.mark.parametrize("by", [("name", "id"), ("-name", "-id"), ("-name", "id"), ("id",), ("-id",)])
@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_pages_hold_everything_once_and_in_order_though_names_are_the_same(by: tuple[str, ...], limit: int):
    for number, name in enumerate(["Bay", "Bay", "Bay", "Ash", "Ash", "Cove"]):
        add(number, name)
    with acting(acts.system()):
        assert all_of(by, limit) == [row.slug for row in Organisation.objects.order_by(*by)]


@given(st.text(max_size=40))
def test_a_cursor_that_was_not_given_out_is_refused_in_words(cursor: str):
    with acting(acts.system()):
        try:
            paging.page(Organisation.objects.all(), slugs, by=("name", "id"), cursor=cursor, limit=1)
        except Refused as refused:
            assert refused.code == "bad-cursor" and refused.status == 400
        else:
            assert cursor == ""


def test_a_cursor_of_another_list_is_refused():
    for number in range(2):
        add(number)
    other = organisations.organisations(acts.public(), limit=1).next
    with acting(acts.system()), pytest.raises(Refused):
        paging.page(Organisation.objects.all(), slugs, by=("id",), cursor=other, limit=1)


def in_results(hint: object) -> list[object]:
    """Every type that a result of this type is made of on the way to its records."""
    return [hint, *(inner for part in get_args(hint) for inner in in_results(part))]


STILL_ROWS = {

    "services.live_pack", "services.live_packs", "services.pack_version",
}  # fmt: skip


def test_queries_hand_out_frozen_records_and_pages_never_rows_or_lists():
    """A list that may grow is a page; what is small by its nature, a tuple."""
    guilty = {
        entry.name
        for entry in registry.entries().values()
        if not entry.changes and ".tests." not in entry.function.__module__
        for part in in_results(entry.result)
        if get_origin(part) is list or part is list or _is_loose(part)
    }
    assert guilty == STILL_ROWS


def _is_loose(part: object) -> bool:
    """Whether a type is a row's, or can be changed."""
    if not isinstance(part, type) or get_origin(part) is not None:
        return False
    parameters = getattr(part, "__dataclass_params__", None)
    return issubclass(part, models.Model) or (parameters is not None and not parameters.frozen)


def test_every_page_has_a_cursor_and_a_limit():
    for entry in registry.entries().values():
        if get_origin(entry.result) is Page:
            assert {"cursor", "limit"} <= set(entry.arguments), entry.name
