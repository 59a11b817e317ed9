"""``moot pack`` from the command line."""

from pathlib import Path
from uuid import UUID

import pytest

from moothall.foundations.journeys import commands
from moothall.foundations.journeys.tests import lending
from moothall.kernel import act as acts
from moothall.kernel import context
from moothall.kernel.models import PackVersion
from moothall.kernel.operations import organisations

pytestmark = pytest.mark.django_db


def test_a_whole_pack_is_all_good(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.check([str(lending.PACK)]) == 0
    assert "trial-lending: all good. 10 steps, 4 examples" in capsys.readouterr().out


def test_a_mistake_is_shown_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.check([str(tmp_path)]) == 1
    assert "service.yaml:1:1: this file cannot be read" in capsys.readouterr().out


def test_publishing_again_without_a_change_makes_no_new_version(
    library: UUID, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.publish([str(lending.PACK)]) == 0
    assert "version 1 of Town library is live" in capsys.readouterr().out
    with context.acting(acts.system()):
        assert PackVersion.objects.get().id == library


def test_a_charity_takes_a_copy_without_a_line_of_code(library: UUID) -> None:
    organisations.add_organisation(acts.system(), slug="shed", name="Tool shed", kind="charity")
    assert commands.publish([str(lending.PACK), "--organisation", "shed"]) == 0
    with context.acting(acts.system()):
        copy = PackVersion.objects.get(organisation__slug="shed")
        original = PackVersion.objects.get(pk=library)
    assert copy.source_id == library and copy.content == original.content


def test_an_organisation_nobody_knows_is_refused(library: UUID, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.publish([str(lending.PACK), "--organisation", "nowhere"]) == 1
    assert "no organisation “nowhere”" in capsys.readouterr().out


def test_the_preview_shows_every_page_with_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.preview([str(lending.PACK)]) == 0
    shown = capsys.readouterr().out
    assert "What is the number of your card?  [questions.text]  (if member is yes)" in shown
    assert "lending-fee  [rules.decide]" in shown
