"""Noting where rules fail, so that those who look after a service can put it right."""

from uuid import UUID

from django.db.models import F

from moothall.foundations.rules.events import RuleFailed
from moothall.foundations.rules.models import Failure
from moothall.kernel import allow, clock
from moothall.kernel.act import Act
from moothall.kernel.gate import operation, publish
from moothall.kernel.refusal import NotFound
from moothall.services import pack_cache as packs

MOST = 500
"""How many characters of the reason are kept."""


@operation(allow=allow.system)
def note_failure(act: Act, *, pack: UUID, rules: str, decision: str, words: str) -> None:
    """Note that a rule of the version ``pack`` failed, and why (``words``, without anything personal).

    The first time it is told to the organisation; each further time only counts, whatever the reason was
    then: the same rule may run out of steps on one machine and out of time on a busy one.
    """
    found = packs.published(act, id=pack)
    if found is None:
        raise NotFound("We could not find that service.")
    which, why = {"pack_id": pack, "rules": rules, "decision": decision}, words[:MOST]
    if Failure.objects.filter(**which).update(count=F("count") + 1, last_at=act.at, words=why):
        return
    row = Failure(
        id=clock.uuid7(act.at),
        organisation_id=found.organisation,
        first_at=act.at,
        last_at=act.at,
        words=why,
        **which,
    )
    Failure.objects.bulk_create([row])
    failed = RuleFailed(failure=row.id, pack=pack, service=found.pack.name, rules=rules, decision=decision)
    publish(failed, act, person=None, organisation=found.organisation)
