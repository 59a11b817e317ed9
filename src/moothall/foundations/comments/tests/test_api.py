"""What programs may ask and say: with a key, a page at a time, in the name of their organisation."""

from uuid import UUID

import pytest
from django.test import Client

from moothall.foundations.comments.operations import writing
from moothall.foundations.comments.queries import reading
from moothall.foundations.comments.tests import support
from moothall.kernel import act as acts
from moothall.kernel.operations import programs

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


def key_for(organisation: UUID, *scopes: str) -> dict[str, str]:
    made = programs.make_program(acts.system(), organisation=organisation, title="Test", scopes=list(scopes))
    return {"Authorization": f"Bearer {made.key}"}


def test_programs_read_what_is_public_and_speak_for_their_organisation() -> None:
    with support.kinds():
        place = support.place_with_accounts()
        matter = support.public_matter(place)
        for number in range(3):
            writing.write(place.as_resident(), matter=matter, body=f"Number {number}", shown_as="Reader")
        council, charity = key_for(place.council, "comments.speak"), key_for(place.charity, "comments.speak")
        where = "/api/v1/comments/comments"
        first = Client().get(where, {"matter": str(matter), "limit": 2}, headers=charity).json()
        assert [one["body"] for one in first["items"]] == ["Number 0", "Number 1"]
        assert str(place.resident) not in str(first)
        rest = Client().get(where, {"matter": str(matter), "cursor": first["next"]}, headers=charity).json()
        assert [one["body"] for one in rest["items"]] == ["Number 2"] and not rest["next"]
        told = {"matter": str(matter), "body": "A crew comes"}
        for headers, status in ((council | {"Idempotency-Key": "once"}, 200), (charity, 403)):
            for _time in range(2):
                answer = Client().post(
                    "/api/v1/comments/write", told, content_type="application/json", headers=headers
                )
                assert answer.status_code == status, answer.content
        (last,) = reading.comments(acts.public(), matter=matter, newest_first=True, limit=1).items
        assert (last.body, last.shown_as, last.is_official) == ("A crew comes", "Council", True)
        assert len(reading.comments(acts.public(), matter=matter).items) == 4
