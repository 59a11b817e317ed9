"""Drafts: two people publish, two editors never overwrite each other, and the database holds everybody to
it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError

from moothall.kernel import act as acts
from moothall.kernel import clock, context
from moothall.kernel.act import Act
from moothall.kernel.models import PackVersion
from moothall.kernel.operations import organisations, people, settings
from moothall.kernel.refusal import Conflict, NotAllowed, Refused
from moothall.kernel.roles import permissions_of
from moothall.services import tasks
from moothall.services.adopting import PackRefused
from moothall.services.models import Draft
from moothall.services.operations import drafts, packs, reviews
from moothall.services.queries import drafts as queries
from moothall.services.queries.drafts import DraftShown
from moothall.services.reading import read_texts
from moothall.services.standing import standing
from moothall.services.states import State
from moothall.services.writing import texts_of

pytestmark = pytest.mark.django_db

CONTENT: dict[str, Any] = {
    "name": "repairs",
    "organisation": "makers",
    "languages": ["en"],
    "steps": [{"id": "wish", "type": "questions.text"}],
    "words": {
        "en": {
            "service.title": "Have things repaired", "service.lead": "Open on Saturdays\n\nAnd Sundays",
            "wish.title": "What is broken?", "receipt.title": "Done", "receipt.next": "Wait",
        }
    },
}  # fmt: skip
TEXTS = texts_of(CONTENT)
MONDAY = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Makers:
    """An organisation with two who publish its services."""

    id: UUID
    people: tuple[UUID, ...]

    def act(self, which: int = 0) -> Act:
        """One of them at work."""
        return acts.staff(
            self.people[which], organisation=self.id, permissions=permissions_of(["service_owner"])
        )


@pytest.fixture
def makers() -> Makers:
    act = acts.system()
    made = organisations.add_organisation(act, slug="makers", name="Makers", kind="community-group")
    found = []
    for name in ("Olu Fenn", "Pat Dean"):
        someone = people.register_person(act, personal={"name": name})
        organisations.add_member(act, organisation=made, person=someone, roles=["service_owner"])
        found.append(someone)
    return Makers(made, tuple(found))


def begun(makers: Makers, **texts: str) -> UUID:
    return drafts.start_draft(makers.act(), organisation=makers.id, pack="repairs", texts=TEXTS | texts)


def asked(makers: Makers) -> UUID:
    draft = begun(makers)
    reviews.ask_review(makers.act(), draft=draft, edition=1, reason="It is new")
    return draft


def shown(makers: Makers, draft: UUID) -> DraftShown:
    return queries.draft(makers.act(), id=draft)


def live(makers: Makers) -> list[PackVersion]:
    with context.acting(acts.system()):
        return list(PackVersion.objects.filter(organisation_id=makers.id, retired_at=None))


def test_files_and_content_are_two_ways_to_say_one_thing():
    assert read_texts(TEXTS).content == CONTENT
    assert "  lead: |-\n    Open on Saturdays\n\n    And Sundays\n" in TEXTS["words.en.yaml"]


def test_one_writes_another_approves_and_it_is_known_who(makers: Makers):
    draft = asked(makers)
    assert [one.id for one in queries.drafts_to_review(makers.act(1)).items] == [draft]
    assert queries.drafts_to_review(makers.act()).items == ()
    with pytest.raises(NotAllowed, match="two people"):
        reviews.approve_draft(makers.act(), draft=draft, edition=1)
    with pytest.raises(Conflict, match="approve"):
        reviews.publish_draft(makers.act(), draft=draft)
    reviews.comment_draft(makers.act(1), draft=draft, words="Say when it is open")
    reviews.approve_draft(makers.act(1), draft=draft, edition=1)
    version = reviews.publish_draft(makers.act(), draft=draft)
    (row,) = live(makers)
    assert (row.id, row.draft, row.content) == (version, draft, CONTENT)
    (kept,) = queries.versions(makers.act(), pack="repairs").items
    assert (kept.drafted_by, kept.approved_by, kept.reason) == ("Olu Fenn", "Pat Dean", "It is new")
    whole = shown(makers, draft)
    assert [one.what for one in whole.entries] == ["written", "asked", "commented", "approved", "published"]
    assert standing(whole) == "Published by Olu Fenn."
    with pytest.raises(Conflict, match="decided"):
        drafts.save_draft(makers.act(), draft=draft, edition=1, texts=TEXTS)


def test_what_is_wrong_is_said_in_its_place_and_never_handed_over(makers: Makers):
    draft = begun(makers, **{"service.yaml": TEXTS["service.yaml"].replace("questions.text", "no.such")})
    (problem,) = queries.problems_of_draft(makers.act(), id=draft)
    assert str(problem).startswith("service.yaml:7:11: there is no step type “no.such”")
    with pytest.raises(PackRefused, match=r"no\.such"):
        reviews.ask_review(makers.act(), draft=draft, edition=1, reason="New")
    broken = begun(makers, **{"service.yaml": "name: [\n"})
    assert "this is not YAML" in queries.problems_of_draft(makers.act(), id=broken)[0].words
    other = begun(makers, **{"service.yaml": TEXTS["service.yaml"].replace("name: repairs", "name: other")})
    with pytest.raises(PackRefused, match="calls itself “other”"):
        reviews.ask_review(makers.act(), draft=other, edition=1, reason="New")


def test_two_editors_do_not_overwrite_each_other(makers: Makers):
    draft = begun(makers)
    assert (
        drafts.save_draft(makers.act(), draft=draft, edition=1, texts=TEXTS | {"words.cy.yaml": "a: b\n"})
        == 2
    )
    with pytest.raises(Conflict, match="Somebody else changed this draft"):
        drafts.save_draft(makers.act(1), draft=draft, edition=1, texts=TEXTS)
    assert "words.cy.yaml" in shown(makers, draft).texts


def test_who_wrote_part_of_it_does_not_approve_it(makers: Makers):
    draft = begun(makers)
    drafts.save_draft(makers.act(1), draft=draft, edition=1, texts=TEXTS)
    reviews.ask_review(makers.act(1), draft=draft, edition=2, reason="Together")
    for which in (0, 1):
        with pytest.raises(NotAllowed, match="two people"):
            reviews.approve_draft(makers.act(which), draft=draft, edition=2)


def test_it_is_sent_back_with_why_and_asked_for_again(makers: Makers):
    draft = asked(makers)
    with pytest.raises(Refused, match="why not"):
        reviews.send_back(makers.act(1), draft=draft, why=" ")
    reviews.send_back(makers.act(1), draft=draft, why="Say when")
    assert standing(shown(makers, draft)) == "Sent back by Pat Dean: “Say when”"
    drafts.save_draft(makers.act(), draft=draft, edition=1, texts=TEXTS)
    reviews.ask_review(makers.act(), draft=draft, edition=2, reason="Said when")
    with pytest.raises(Conflict, match="changed this draft"):
        reviews.approve_draft(makers.act(1), draft=draft, edition=1)
    reviews.approve_draft(makers.act(1), draft=draft, edition=2)


def test_writing_after_approval_asks_for_it_again(makers: Makers):
    draft = asked(makers)
    reviews.approve_draft(makers.act(1), draft=draft, edition=1)
    drafts.save_draft(makers.act(), draft=draft, edition=1, texts=TEXTS)
    with pytest.raises(Conflict, match="approve"):
        reviews.publish_draft(makers.act(), draft=draft)


def test_it_goes_live_on_its_day_unless_it_is_taken_back(makers: Makers):
    with clock.set_to(MONDAY):
        first, second = asked(makers), asked(makers)
        for draft in (first, second):
            reviews.approve_draft(makers.act(1), draft=draft, edition=1)
            day = (MONDAY + timedelta(days=2)).date()
            assert reviews.publish_draft(makers.act(), draft=draft, begins=day) is None
        drafts.take_back(makers.act(), draft=second)
        tasks.publish_due(acts.system())
        assert live(makers) == []
    with clock.set_to(MONDAY + timedelta(days=2)):
        tasks.publish_due(acts.system())
        (row,) = live(makers)
        assert row.draft == first
        assert standing(shown(makers, second)) == "Taken back by Olu Fenn. It is being written."


def test_what_went_live_meanwhile_is_never_lost(makers: Makers):
    with clock.set_to(MONDAY):
        first, late = asked(makers), asked(makers)
        for draft in (first, late):
            reviews.approve_draft(makers.act(1), draft=draft, edition=1)
        reviews.publish_draft(makers.act(), draft=late, begins=(MONDAY + timedelta(days=1)).date())
        reviews.publish_draft(makers.act(), draft=first)
    with clock.set_to(MONDAY + timedelta(days=1)):
        tasks.publish_due(acts.system())
        found = shown(makers, late)
        assert found.state == State.OPEN and found.is_overtaken
        assert standing(found).startswith("It could not go live: Somebody published this service")
        assert [one.id for one in queries.drafts_returned(makers.act()).items] == [late]
        with pytest.raises(Conflict, match="Nothing of yours is lost"):
            reviews.ask_review(makers.act(), draft=late, edition=1, reason="Again")
        edition = drafts.put_on_live(makers.act(), draft=late, edition=1)
        reviews.ask_review(makers.act(), draft=late, edition=edition, reason="Again")


def test_one_person_publishes_only_what_decides_about_nobody_where_that_is_settled(makers: Makers):
    draft = asked(makers)
    settings.change_settings(
        acts.system(), capability="services", content={"one_person_may_publish": True}, after=0,
        organisation=makers.id,
    )  # fmt: skip
    assert shown(makers, draft).may_approve
    reviews.approve_draft(makers.act(), draft=draft, edition=1)
    reviews.publish_draft(makers.act(), draft=draft)
    assert standing(shown(makers, draft)) == "Published, approved by its author alone."


def test_the_database_holds_everybody_to_it(makers: Makers):
    draft = asked(makers)
    alone = {"state": State.APPROVED, "approved_by_id": makers.people[0], "approved_at": MONDAY}
    for forged in (
        alone,
        alone | {"approved_by_id": makers.people[1]},
        alone | {"is_alone": True, "decides": False},
    ):
        with pytest.raises(DatabaseError), context.acting(makers.act()):
            Draft.objects.filter(pk=draft).update(**forged)
    row = {"organisation_id": makers.id, "name": "repairs", "version": 1, "content": CONTENT, "slots": {},
           "digest": "0" * 64, "published_at": MONDAY}  # fmt: skip
    for claimed in (None, draft):
        with pytest.raises(DatabaseError), context.acting(makers.act()):
            PackVersion.objects.bulk_create([PackVersion(draft=claimed, **row)])
    reviews.approve_draft(makers.act(1), draft=draft, edition=1)
    with pytest.raises(DatabaseError), context.acting(makers.act()):
        Draft.objects.filter(pk=draft).update(content=CONTENT | {"sensitive": True})
    with pytest.raises(DatabaseError), context.acting(makers.act()):
        PackVersion.objects.bulk_create([PackVersion(draft=draft, **row | {"content": {"name": "repairs"}})])
    assert live(makers) == []


def test_the_operator_installs_until_its_people_publish_it_themselves(makers: Makers):
    act = acts.system()
    packs.install_pack(act, organisation=makers.id, name="repairs", content=CONTENT)
    changed = CONTENT | {"sensitive": True}
    packs.install_pack(act, organisation=makers.id, name="repairs", content=changed)
    (kept, _) = queries.versions(makers.act(), pack="repairs").items
    assert (kept.version, kept.drafted_by, kept.approved_by) == (2, "", "")
    own = drafts.draft_of_live(makers.act(), pack="repairs")
    reviews.ask_review(makers.act(), draft=own, edition=1, reason="Ours")
    reviews.approve_draft(makers.act(1), draft=own, edition=1)
    reviews.publish_draft(makers.act(), draft=own)
    with pytest.raises(Refused, match="published this service itself"):
        packs.install_pack(act, organisation=makers.id, name="repairs", content=CONTENT)
    with pytest.raises(Refused, match="own organisation"):
        drafts.start_draft(makers.act(), organisation=clock.uuid7(), pack="repairs", texts=TEXTS)
