"""Changing rules takes two: one proposes a text of one file, another publishes the pack anew with it."""

from uuid import UUID

from django.utils.translation import gettext as _

from moothall.foundations.rules import rule_cache
from moothall.foundations.rules.events import ProposalDecided, RulesProposed
from moothall.foundations.rules.models import Proposal
from moothall.foundations.rules.queries import changes, proposals
from moothall.kernel import allow, clock
from moothall.kernel.act import Act
from moothall.kernel.gate import operation, publish
from moothall.kernel.refusal import Conflict, NotFound, Refused
from moothall.services.operations import packs

MOST = 500
"""How many characters a reason or a remark may have."""
WAITING, PUBLISHED, DECLINED, TAKEN_BACK = Proposal.Outcome


@operation(allow=allow.staff("packs.publish"))
def propose_rules(
    act: Act, *, pack: str, path: str, text: str, base: UUID, reason: str, instead_of: str = ""
) -> UUID:
    """Propose ``text`` as the file ``path`` of the organisation's live pack; empty, that file is taken out.

    ``instead_of`` names the file it takes the place of, if it is called otherwise. ``base`` is the version of
    the pack that was live when the change was begun: when it is not any more, this is refused
    (``Conflict``), so that nobody's change is lost. Raises ``PackRefused`` with every problem that
    publishing the pack's folder would find, and ``Refused`` without a reason or for a version that has
    begun and is to be taken out. Returns the id of the proposal.
    """
    row = changes.live_pack(act, pack, lock=True)
    _check_base(row.id, base)
    if not reason.strip():
        words = _("Say in a sentence why this changes. Whoever publishes it reads it.")
        raise Refused(words, fields={"reason": words})
    content = changes.proposed_content(act, row.content, path=path, text=text, instead_of=instead_of)
    packs.check(act, organisation=row.organisation_id, name=pack, content=content, slots=row.slots)
    proposal = Proposal(
        id=clock.uuid7(act.at),
        organisation_id=row.organisation_id,
        pack=pack,
        rules=rule_cache.name_of(path),
        path=path,
        instead_of=instead_of,
        text=text,
        base_id=base,
        reason=reason.strip()[:MOST],
        proposed_by_id=act.actor,
        proposed_at=act.at,
    )
    Proposal.objects.bulk_create([proposal])
    event = RulesProposed(proposal=proposal.id, service=pack, rules=proposal.rules)
    publish(event, act, organisation=proposal.organisation_id)
    return proposal.id


@operation(allow=allow.staff("packs.publish"))
def publish_rules(act: Act, *, proposal: UUID) -> UUID:
    """Publish the organisation's pack anew with what was proposed.

    Only somebody else than who proposed it may do so, unless nobody else in the organisation may publish.
    Raises ``Conflict`` when the pack has been published since, or when somebody has decided already, and
    ``PackRefused`` when it is not in order any more. Returns the id of the version that is live now.
    """
    found = _waiting(act, proposal)
    is_own = found.proposed_by_id == act.actor
    if is_own and proposals.others_may_publish(act):
        raise Refused("Somebody else has to look at this and publish it: two people change a rule.")
    row = changes.live_pack(act, found.pack, lock=True)
    _check_base(row.id, found.base_id)
    content = changes.proposed_content(
        act, row.content, path=found.path, text=found.text, instead_of=found.instead_of
    )
    version = packs.publish_pack(act, organisation=row.organisation_id, name=found.pack, content=content)
    _decide(act, found, PUBLISHED, published_id=version, is_alone=is_own)
    return version


@operation(allow=allow.staff("packs.publish"))
def decline_rules(act: Act, *, proposal: UUID, remark: str) -> None:
    """Send a proposal back to who made it, with why. Whoever made it takes it back with the same."""
    found = _waiting(act, proposal)
    if found.proposed_by_id == act.actor:
        _decide(act, found, TAKEN_BACK, remark=remark.strip()[:MOST])
        return
    if not remark.strip():
        words = _("Say in a sentence why not, so that it can be put right.")
        raise Refused(words, fields={"remark": words})
    _decide(act, found, DECLINED, remark=remark.strip()[:MOST])


def _waiting(act: Act, id: UUID) -> Proposal:
    """The proposal, locked. Raises ``NotFound``, and ``Conflict`` if somebody has decided about it."""
    found = Proposal.objects.select_for_update().filter(pk=id, organisation_id=act.own_organisation).first()
    if found is None:
        raise NotFound("There is no such change of your organisation's rules.")
    if found.outcome != WAITING:
        raise Conflict("Somebody has decided about this change already.")
    return found


def _decide(act: Act, found: Proposal, outcome: str, **more: object) -> None:
    Proposal.objects.filter(pk=found.pk).update(
        outcome=outcome, decided_by_id=act.actor, decided_at=act.at, **more
    )
    event = ProposalDecided(proposal=found.pk, service=found.pack, rules=found.rules, outcome=str(outcome))
    publish(event, act, organisation=found.organisation_id)


def _check_base(live: UUID, base: UUID) -> None:
    if live != base:
        raise Conflict(
            "Somebody published this service while you were working on it. Nothing of yours is lost: look at "
            "what has changed, then check your version again and propose it on top."
        )
