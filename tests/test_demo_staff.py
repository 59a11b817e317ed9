"""The demo's invented staff work the cases of invented residents, never a visitor's."""

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from moothall.foundations.cases.models import Case
from moothall.foundations.cases.operations import letters
from moothall.foundations.cases.tests.support import Scene, scene
from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.context import acting
from moothall.site.demo import work
from moothall.site.demo.invented import Invented

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


def test_a_visitor_who_wrote_is_not_answered_by_invented_staff(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOOTHALL_DATA", str(tmp_path))
    place = scene()
    case = place.open_case()
    letters.write_message(place.as_resident(), case=case, text="When do you come?")
    monkeypatch.setattr(work, "OFFICERS", {"bulky-waste": ("", "gareth")})
    staff = {"gareth": place.officer}
    with clock.set_to(clock.now() + timedelta(hours=1)):
        work.answer_letters(work.Staff(staff, Invented()), Random(1))
        assert waits_for_an_answer(place)
        Invented().add(place.resident)
        work.answer_letters(work.Staff(staff, Invented()), Random(1))
        assert not waits_for_an_answer(place)


def waits_for_an_answer(place: Scene) -> bool:
    """Whether what the resident wrote still waits."""
    with acting(acts.system()):
        return Case.objects.exclude(resident_wrote_at=None).exists()
