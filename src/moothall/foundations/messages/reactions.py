"""Writing what a service pack wants said when something happens."""

from typing import Any
from uuid import UUID

from django.utils.translation import override

from moothall.foundations.messages import operations, rules
from moothall.kernel.act import Act
from moothall.kernel.models import Fact
from moothall.kernel.queries import matters, people
from moothall.kernel.reactions import Happened, watch
from moothall.kernel.telling import follows, values_of


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
    leads_to = getattr(happened.event, "leads_to", None) or (f"/my/cases/{matter.id}/" if matter else None)
    operations.say(
        act,
        fact=happened.id,
        event=happened.event.event_name(),
        payload=happened.event.payload(),
        pack=pack,
        values=_values(act, happened, matter.reference if matter else ""),
        leads_to=leads_to,
    )


def _values(act: Act, happened: Happened[Any], reference: str) -> dict[str, Any]:
    """What fills the blanks of a message, in the language of its reader: what the fact is about, and in
    ``{follows}`` what comes of it."""
    reader = people.person(act, id=happened.person) if happened.person else None
    with override(reader.language if reader else None):
        after = " ".join(follows(act, happened))
        return {"reference": reference, "follows": after, **values_of(act, happened)}
