"""Keeping what rules decided, and the version that did."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from moothall.engines.dmn import RuleError
from moothall.foundations.rules import rule_cache
from moothall.foundations.rules.models import Decision
from moothall.foundations.rules.rule_cache import RuleMissing
from moothall.kernel import allow, clock, vault
from moothall.kernel.act import Act
from moothall.kernel.gate import operation
from moothall.kernel.models import DataKey, Matter
from moothall.kernel.refusal import NotFound, Refused
from moothall.services import pack_cache as packs


@operation(allow=allow.resident | allow.staff("cases.work") | allow.system)
def keep_decision(
    act: Act, *, matter: UUID, step: str, rules: str, decision: str, content: dict[str, Any]
) -> UUID:
    """Keep what the step ``step`` of the matter's pack decided: ``content`` holds the answers it went by, the
    value and the reasons. Returns the decision's id. Refused for a matter without a pack.
    """
    parent = Matter.objects.filter(pk=matter).first()
    found = packs.published(act, id=parent.pack_id) if parent is not None and parent.pack_id else None
    if parent is None or found is None:
        raise NotFound("We could not find that case.")
    if parent.person_id is None:
        vault.hold(parent.pk, DataKey.Kind.MATTER)
    version = _version(found, rules, timezone.localtime(act.at).date())
    row = Decision(
        id=clock.uuid7(act.at),
        matter_id=matter,
        person_id=parent.person_id,
        organisation_id=parent.organisation_id,
        pack_id=found.id,
        step=step,
        rules=rules,
        version=version.about.version,
        digest=version.digest,
        decision=decision,
        decided_at=act.at,
        encrypted=vault.encrypt(parent.key_holder, content),
    )
    Decision.objects.bulk_create([row])
    return row.id


@operation(allow=allow.system)
def forget_decisions(act: Act, *, matter: UUID) -> None:
    """Empty the decisions of a matter whose time is over. Doing it again changes nothing."""
    Decision.objects.filter(matter_id=matter).update(encrypted=None)


def _version(found: packs.PublishedPack, rules: str, day: date) -> rule_cache.RuleVersion:
    try:
        return rule_cache.rule_set(found.files, rules, day)
    except (RuleMissing, RuleError) as error:
        raise Refused(f"The rules “{rules}” cannot decide today.") from error
