"""What programs may ask of swaps: with a key, a page at a time."""

import pytest
from django.test import Client

from moothall.civic.swaps import operations
from moothall.civic.swaps.tests.bringing import brought
from moothall.kernel import act as acts
from moothall.kernel.operations import programs
from moothall.kernel.tests.support import small_place

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


def test_a_program_reads_what_is_shown_a_page_at_a_time() -> None:
    place = small_place()
    for number in range(3):
        swap = brought(place, acts.public(), title=f"Bench {number}")
        operations.move(place.as_officer(), swap=swap, stage="shown")
    made = programs.make_program(
        acts.system(), organisation=place.council, title="Test", scopes=["swaps.work"]
    )
    headers = {"Authorization": f"Bearer {made.key}"}
    first = Client().get("/api/v1/swaps/swaps", {"limit": 2}, headers=headers).json()
    assert [one["title"] for one in first["items"]] == ["Bench 2", "Bench 1"]
    rest = Client().get("/api/v1/swaps/swaps", {"cursor": first["next"]}, headers=headers).json()
    assert [one["title"] for one in rest["items"]] == ["Bench 0"] and not rest["next"]
    assert Client().get("/api/v1/swaps/queue", headers=headers).json()["items"] == []
