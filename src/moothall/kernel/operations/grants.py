"""Opening to an organisation what is not its own, narrowing it, and closing it again.

Agreements, referrals, consent and emergencies are the *why*, kept by capabilities of their own; a grant is
the *door*, which the database opens for its purposes until its moment and no longer. One matter is opened by
:func:`moothall.kernel.operations.matters.share_matter`."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from moothall.kernel import allow, clock
from moothall.kernel.act import Act, Purpose
from moothall.kernel.events import AttributesShared, GrantNarrowed, ServiceShared, SharingEnded
from moothall.kernel.gate import operation, publish
from moothall.kernel.models import Grant
from moothall.kernel.refusal import NotFound, Refused

SHARES = allow.resident | allow.staff("matters.work") | allow.system


@operation(allow=allow.system)
def share_service(
    act: Act, *, service: str, giver: UUID, organisation: UUID, basis: str, purposes: list[str],
    until_at: datetime, basis_id: UUID | None = None, reason: str = "",
) -> UUID:  # fmt: skip
    """Let ``organisation`` see all matters of a ``service`` (or type) at the organisation ``giver``, but for
    those that are restricted, for ``purposes`` until a moment. Returns the grant's id.

    Only Moothall itself does it, by what organisations have agreed and stewards approved.
    """
    if not service.strip():
        raise Refused("Say of which service.", fields={"service": "Say of which service"})
    grant = kept(
        act, service=service, granted_by_id=giver, organisation_id=organisation, basis=basis,
        basis_id=basis_id, purposes=purposes, reason=reason, until_at=until_at,
    )  # fmt: skip
    event = ServiceShared(grant=grant.id, shared_with=organisation, service=service, basis=basis)
    publish(event, act, organisation=giver)
    return grant.id


@operation(allow=allow.resident | allow.system)
def share_attributes(
    act: Act, *, attributes: list[str], organisation: UUID, basis: str, purposes: list[str],
    until_at: datetime, person: UUID | None = None, basis_id: UUID | None = None, reason: str = "",
) -> UUID:  # fmt: skip
    """Let ``organisation`` see what a person told under the names of ``attributes``, for ``purposes`` until a
    moment: the act's subject or, by Moothall itself, ``person``. Returns the grant's id."""
    whose = person or act.subject
    if whose is None or (act.role.value != "system" and whose != act.subject):
        raise NotFound(_("We could not find that person."))
    names = sorted({name.strip() for name in attributes} - {""})
    if not names:
        words = _("Say what is shared")
        raise Refused(words, fields={"attributes": words})
    grant = kept(
        act, attributes=names, person_id=whose, organisation_id=organisation, granted_by_id=act.organisation,
        basis=basis, basis_id=basis_id, purposes=purposes, reason=reason, until_at=until_at,
    )  # fmt: skip
    event = AttributesShared(grant=grant.id, shared_with=organisation, attributes=tuple(names), basis=basis)
    publish(event, act, person=whose, organisation=organisation)
    return grant.id


@operation(allow=SHARES, api="v1")
def narrow_grant(
    act: Act, *, grant: UUID, purposes: list[str] | None = None, attributes: list[str] | None = None,
    until_at: datetime | None = None,
) -> None:  # fmt: skip
    """Open less: for fewer purposes, of fewer attributes, for a shorter time. Doing it twice changes nothing.
    Refused where it would open more, or nothing; that is :func:`end_sharing`."""
    row = _row(grant)
    fewer = [one for one in row.purposes if purposes is None or one in purposes]
    named = [one for one in row.attributes if attributes is None or one in attributes]
    sooner = min(row.until_at, until_at or row.until_at)
    wanted = set(purposes or ()) <= set(row.purposes) and set(attributes or ()) <= set(row.attributes)
    if not wanted or not fewer or (row.attributes and not named):
        raise Refused(_("A grant is only ever narrowed. Give a new one for more, or end it."))
    changed = Grant.objects.filter(pk=grant, revoked_at=None).exclude(
        purposes=fewer, attributes=named, until_at=sooner
    )
    if changed.update(purposes=fewer, attributes=named, until_at=sooner):
        _publish(act, row, GrantNarrowed(grant=grant, shared_with=row.organisation_id))


@operation(allow=SHARES, api="v1")
def end_sharing(act: Act, *, grant: UUID) -> None:
    """Close again to an organisation what was opened to it. Ending it twice changes nothing."""
    row = _row(grant)
    if Grant.objects.filter(pk=grant, revoked_at=None).update(revoked_at=act.at):
        _publish(act, row, SharingEnded(grant=grant, shared_with=row.organisation_id))


def kept(act: Act, *, basis: str, purposes: list[str], **what: Any) -> Grant:
    """A new grant from now on, inside another operation. Refused without a basis and purposes that there
    are."""
    if basis not in Grant.Basis.values:
        raise Refused("Sharing needs a referral, an agreement, consent or an emergency.")
    if not purposes or not set(purposes) <= set(Purpose):
        words = f"Say what it is shared for: {', '.join(Purpose)}."
        raise Refused(words, fields={"purposes": words})
    row = Grant(id=clock.uuid7(act.at), basis=basis, purposes=sorted(set(purposes)), since_at=act.at, **what)
    Grant.objects.bulk_create([row])
    return row


def _row(grant: UUID) -> Grant:
    row = Grant.objects.select_related("matter").filter(pk=grant).first()
    if row is None:
        raise NotFound(_("We could not find that sharing."))
    return row


def _publish(act: Act, row: Grant, event: GrantNarrowed | SharingEnded) -> None:
    of = row.matter.organisation_id if row.matter else row.granted_by_id or row.organisation_id
    publish(event, act, matter=row.matter_id, person=row.person_id, organisation=of)
