"""One pack, adopted by many: what an organisation fills in is named, typed and checked; nobody edits it."""

from typing import Any
from uuid import UUID

import pytest

from moothall.kernel import act as acts
from moothall.kernel import clock, context
from moothall.kernel.models import PackVersion
from moothall.kernel.operations import calendars, organisations
from moothall.kernel.refusal import Refused
from moothall.services import pack_cache
from moothall.services.adopting import PackRefused
from moothall.services.checking import checked_content
from moothall.services.operations import packs
from moothall.services.reading import PackMistaken

CONTENT: dict[str, Any] = {
    "name": "repairs",
    "organisation": "makers",
    "slots": {
        "team": {"type": "team"},
        "calendar": {"type": "calendar"},
        "open-on": {"type": "text", "default": "Saturdays"},
        "price": {"type": "amount", "example": "£5"},
    },
    "case": {"team": {"from_slot": "team"}, "calendar": {"from_slot": "calendar"}},
    "steps": [{"id": "worth", "type": "questions.money", "least": {"from_slot": "price"}}],
    "examples": [{"name": "Enough", "answers": {"worth": 600}, "asks": ["worth"]}],
    "words": {
        "en": {
            "service.title": "Have things repaired", "service.lead": "Open on {open_on}",
            "receipt.title": "Done", "receipt.next": "Wait", "worth.title": "What is it worth?",
            **{f"case.status.{code}.name": code for code in (
                "received", "working", "waiting-for-you", "done", "not-done")},
            **{f"case.status.{code}.next": code for code in ("received", "working", "waiting-for-you")},
        }
    },
}  # fmt: skip
FILLED = {"team": "menders", "calendar": "weekends", "price": "£7.50"}


def organisation(slug: str) -> UUID:
    act = acts.system()
    made = organisations.add_organisation(act, slug=slug, name=slug.title(), kind="community-group")
    organisations.add_team(act, organisation=made, slug="menders", name="Menders")
    calendars.set_calendar(act, organisation=made, slug="weekends", name="Weekends", weekdays=["SA", "SU"])
    return made


def problems(content: dict[str, Any], **slots: Any) -> list[str]:
    with pytest.raises(PackMistaken) as mistaken:
        checked_content(content, at=clock.now(), slots=slots)
    return [str(problem) for problem in mistaken.value.problems]


@pytest.mark.django_db
def test_two_organisations_use_one_pack_without_editing_it() -> None:
    first, second = organisation("makers"), organisation("menders-too")
    made = packs.install_pack(
        acts.system(), organisation=first, name="repairs", content=CONTENT, slots=FILLED
    )
    more = {**FILLED, "open-on": "Sundays", "price": "£2"}
    adopted = packs.install_adoption(acts.system(), organisation=second, version=made, slots=more)
    act = acts.system()
    with context.acting(act):
        one, other = (PackVersion.objects.get(pk=id) for id in (made, adopted))
        assert one.content == other.content and one.digest == other.digest and other.source_id == one.id
        assert (one.slots, other.slots) == (FILLED, more)
        known = [pack_cache.published(act, id=id) for id in (made, adopted)]
    assert [found.words()("service.lead") for found in known] == ["Open on Saturdays", "Open on Sundays"]
    assert [found.pack.by_key["worth"].settings.least for found in known] == [750, 200]
    assert [found.pack.by_key["case"].settings.team for found in known] == ["menders", "menders"]
    assert [found.organisation_slug for found in known] == ["makers", "menders-too"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("slots", "says"),
    [
        ({"team": "menders", "calendar": "weekends"}, "slots.price: fill in “price”: amount"),
        ({**FILLED, "team": "mender"}, "slots.team: you have no team “mender”; did you mean “menders”?"),
        ({**FILLED, "calendar": "office"}, "slots.calendar: you have no calendar “office”"),
        ({**FILLED, "price": "5"}, "slots.price: expected an amount with its sign"),
        (
            {**FILLED, "prize": "£5"},
            "slots.prize: there is no slot “prize” to fill in; did you mean",
        ),
    ],
)
def test_what_is_filled_in_is_checked_before_anything_is_live(slots: dict[str, Any], says: str) -> None:
    makers = organisation("makers")
    with pytest.raises(PackRefused) as refused:
        packs.install_pack(acts.system(), organisation=makers, name="repairs", content=CONTENT, slots=slots)
    assert any(says in str(problem) for problem in refused.value.problems), refused.value.problems
    with context.acting(acts.system()):
        assert not PackVersion.objects.filter(organisation_id=makers).exists()


@pytest.mark.django_db
def test_publishing_anew_keeps_what_was_filled_in_and_where_it_came_from() -> None:
    first, second = organisation("makers"), organisation("menders-too")
    made = packs.install_pack(
        acts.system(), organisation=first, name="repairs", content=CONTENT, slots=FILLED
    )
    adopted = packs.install_adoption(acts.system(), organisation=second, version=made, slots=FILLED)
    assert packs.install_adoption(acts.system(), organisation=second, version=made, slots=FILLED) == adopted
    changed = {**CONTENT, "sensitive": True}
    again = packs.install_pack(acts.system(), organisation=second, name="repairs", content=changed)
    with context.acting(acts.system()):
        row = PackVersion.objects.get(pk=again)
    assert (row.version, row.slots, row.source_id) == (2, FILLED, made)
    with pytest.raises(Refused, match="no such service"):
        packs.install_adoption(acts.system(), organisation=first, version=made, slots=FILLED)


def test_a_pack_is_checked_before_anybody_adopts_it_and_problems_say_the_way() -> None:
    checked_content(CONTENT, at=clock.now())
    step = {**CONTENT["steps"][0], "least": {"from_slot": "prise"}}
    assert problems({**CONTENT, "steps": [step]}) == [
        "steps[0].least: there is no slot “prise”; did you mean “price”?"
    ]
    strange = {**CONTENT["slots"], "price": {"type": "amuont"}}
    assert problems({**CONTENT, "slots": strange}) == [
        "slots.price.type: there is no type of slots “amuont”; did you mean “amount”?"
    ]
    assert problems({**CONTENT, "cases": {}}) == ["cases: “cases” is not a key here; did you mean “case”?"]
    words = {"en": {**CONTENT["words"]["en"], "wroth.title": "What?"}}
    assert problems({**CONTENT, "words": words}) == [
        "words.en.wroth.title: nothing uses the words “wroth.title”; did you mean “worth”?"
    ]
