"""Numbers in addresses and forms: what is none is taken for none, in whatever script it is written."""

import pytest
from django.test import Client

from moothall.kernel.doors.web import whole

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

ODD = ("²", "٣", "①", "-1", "1.5", "9" * 400, "", " 1", "1\n")


@pytest.mark.parametrize("odd", ODD)
def test_only_plain_digits_are_a_number(odd: str) -> None:
    assert whole(odd) is None
    assert (whole("0"), whole("0042")) == (0, 42)


@pytest.mark.parametrize("odd", ODD)
def test_public_lists_take_no_odd_page_for_a_number(odd: str) -> None:
    browser = Client()
    for address in ("/oruk/services", "/oruk/taxonomies", "/services/"):
        assert browser.get(address, {"page": odd, "per_page": odd}).status_code in {200, 400, 404}
    assert browser.post("/services/", {"page": odd}).status_code in {200, 302, 403, 404, 422}
