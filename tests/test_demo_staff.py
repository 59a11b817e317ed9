"""The demo's invented staff work the cases of invented residents, never a visitor's."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import pytest

from moothall.foundations.cases import demo
from moothall.foundations.cases.models import Case
from moothall.foundations.cases.operations import letters
from moothall.foundations.cases.tests.support import Scene, scene
from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.lives import Day
from moothall.site.demo.invented import Invented
from moothall.site.demo.world import Wexcombe

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@dataclass(frozen=True, slots=True)
class Staffed(Wexcombe):
    """The demo place with one officer for every case."""

    scene: Scene

    def staff_for(self, service: str, organisation: UUID) -> Act | None:
        """The officer of the scene."""
        return self.scene.as_officer()


def test_a_visitor_who_wrote_is_not_answered_by_invented_staff(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOOTHALL_DATA", str(tmp_path))
    place = scene()
    case = place.open_case()
    letters.write_message(place.as_resident(), case=case, text="When do you come?")
    with clock.set_to(clock.now() + timedelta(hours=1)):
        answer(place)
        assert waits_for_an_answer()
        Invented().add(place.resident)
        answer(place)
        assert not waits_for_an_answer()


def answer(place: Scene) -> None:
    """Have invented staff answer, as on any day."""
    demo.answer_letters(Day(clock.now().date(), Staffed({}, Invented(), {}, place), Random(1)))


def waits_for_an_answer() -> bool:
    """Whether what the resident wrote still waits."""
    with acting(acts.system()):
        return Case.objects.exclude(resident_wrote_at=None).exists()
