"""Writing what a service pack wants said when something happens."""

from typing import Any
from uuid import UUID

from django.utils.translation import override

from moothall.foundations.messages import operations, rules
from moothall.kernel import navigation
from moothall.kernel.act import Act
from moothall.kernel.models import Fact
from moothall.kernel.queries import matters, people
from moothall.kernel.reactions import Happened, watch
from moothall.kernel.telling import Letter, follows, letter_about, values_of


def may_be_told(fact: Fact) -> bool:
    """Whether a pack may want something said about ``fact``."""
    has_pack = fact.matter_id is not None or "pack" in fact.payload
    return rules.may_be_told(fact.name, has_person=fact.person_id is not None, has_pack=has_pack)


@watch(when=may_be_told)
def say(act: Act, happened: Happened[Any]) -> None:
    """Write the messages that the pack has for this fact: the matter's pack, or the one the event names."""
    matter = matters.matter(act, id=happened.matter) if happened.matter else None
    pack: UUID | None = matter.pack_id if matter else getattr(happened.event, "pack", None)
    if pack is None:
        return
    letter, values = _worded(act, happened, matter.reference if matter else "")
    its_page = navigation.matter(matter.id, for_staff=False) if matter else None
    leads_to = getattr(happened.event, "leads_to", None) or its_page
    operations.say(
        act,
        fact=happened.id,
        event=happened.event.event_name(),
        payload=happened.event.payload(),
        pack=pack,
        values=values,
        leads_to=leads_to,
        subject=letter.subject,
        body=letter.body,
    )


def _worded(act: Act, happened: Happened[Any], reference: str) -> tuple[Letter, dict[str, Any]]:
    """What is written by default (or nothing), and what fills the blanks of a message: what the fact is
    about, and in ``{follows}`` what comes of it. All of it in the language of the reader."""
    reader = people.person(act, id=happened.person) if happened.person else None
    with override(reader.language if reader else None):
        letter = letter_about(act, happened) or Letter("", "")
        after = " ".join(follows(act, happened))
        return letter, {"reference": reference, "follows": after, **values_of(act, happened)}
