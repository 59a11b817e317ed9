"""Writing what a service pack wants said when something happens."""

from typing import Any
from uuid import UUID

from moothall.foundations.messages import operations, rules
from moothall.kernel.act import Act
from moothall.kernel.models import Fact
from moothall.kernel.queries import matters
from moothall.kernel.reactions import Happened, watch
from moothall.kernel.telling import values_of


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
        pack=pack,
        values={"reference": matter.reference if matter else "", **values_of(act, happened)},
        leads_to=leads_to,
    )
