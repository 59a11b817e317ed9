"""``moot pack`` from the command line."""

import shutil
from pathlib import Path
from uuid import UUID

import pytest

from moothall.foundations.journeys import commands
from moothall.foundations.journeys.tests import lending
from moothall.kernel import act as acts
from moothall.kernel import context
from moothall.kernel.models import PackVersion
from moothall.kernel.operations import organisations, people
from moothall.kernel.roles import permissions_of
from moothall.services.operations import drafts, reviews
from moothall.services.queries import drafts as queries

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


def test_what_an_organisation_publishes_itself_comes_as_a_draft(
    library: UUID, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    system = acts.system()
    with context.acting(system):
        council = PackVersion.objects.get(pk=library).organisation_id
    writer, reader = (people.register_person(system, personal={"name": name}) for name in ("Olu", "Pat"))
    for someone in (writer, reader):
        organisations.add_member(system, organisation=council, person=someone, roles=["service_owner"])
    owners = [
        acts.staff(one, organisation=council, permissions=permissions_of(["service_owner"]))
        for one in (writer, reader)
    ]
    draft = drafts.draft_of_live(owners[0], pack="trial-lending")
    reviews.ask_review(owners[0], draft=draft, edition=1, reason="Ours now")
    reviews.approve_draft(owners[1], draft=draft, edition=1)
    own = reviews.publish_draft(owners[1], draft=draft)
    changed = shutil.copytree(lending.PACK, tmp_path / "changed")
    words = changed / "words.en.yaml"
    words.write_text(f"# A comment that stays\n{words.read_text()}")
    assert commands.publish([str(changed)]) == 0
    assert "a draft waits for the organisation's people" in capsys.readouterr().out
    (brought,) = queries.drafts_to_review(owners[0]).items
    assert (brought.by, brought.reason) == ("", "Brought from changed by the operator.")
    assert "# A comment that stays" in queries.draft(owners[0], id=brought.id).texts["words.en.yaml"]
    with context.acting(system):
        assert PackVersion.objects.get(retired_at=None).id == own


def test_an_organisation_nobody_knows_is_refused(library: UUID, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.publish([str(lending.PACK), "--organisation", "nowhere"]) == 1
    assert "no organisation “nowhere”" in capsys.readouterr().out


def test_the_preview_shows_every_page_with_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.preview([str(lending.PACK)]) == 0
    shown = capsys.readouterr().out
    assert "What is the number of your card?  [questions.text]  (if member is yes)" in shown
    assert "lending-fee  [rules.decide]" in shown
