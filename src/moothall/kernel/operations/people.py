"""Registering people, what they tell about themselves, mandates, links back in, erasure."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from moothall.kernel import allow, clock, erasing, vault
from moothall.kernel.act import Act, Role
from moothall.kernel.erasing import Ending
from moothall.kernel.events import MandateGiven, MandateRevoked, PersonErased, PersonRegistered
from moothall.kernel.gate import operation, publish
from moothall.kernel.models import Attribute, Contact, DataKey, Link, Mandate, Person
from moothall.kernel.queries import people
from moothall.kernel.refusal import NotAllowed, NotFound, Refused
from moothall.kernel.signin import accounts

CONTACT = frozenset({"email", "telephone", "postal", "reach"})
"""How to reach somebody: for every organisation with an open matter of theirs. Their name stays with it."""
MOST_HOURS = 24
LINK_DAYS = 30
"""How long a link back to a journey or case works."""


@operation(allow=allow.anyone, api="v1")
def register_person(
    act: Act,
    *,
    personal: dict[str, Any],
    assurance: str = "guest",
    language: str = "en",
    registered_by: UUID | None = None,
) -> UUID:
    """Make a person; ``personal`` (name, email, telephone, …) is kept encrypted under a key of their own.

    ``registered_by`` is the organisation that writes them down, by default the act's. Returns their id. Each
    call without an idempotency key makes another person.
    """
    person = clock.uuid7(act.at)
    contact = {name: value for name, value in personal.items() if name in CONTACT}
    who = {name: value for name, value in personal.items() if name not in CONTACT}
    (encrypted, reached), key = vault.new_key(person, who, contact)
    if assurance == Person.Assurance.VERIFIED and act.role is not Role.SYSTEM:
        raise NotAllowed("Nobody can vouch for themselves.")
    row = Person(
        id=person,
        created_at=act.at,
        assurance=assurance,
        language=language,
        personal=encrypted,
        registered_by_id=registered_by or act.organisation,
        registered_in=act.id,
    )
    Person.objects.bulk_create([row])
    DataKey.objects.bulk_create([key])
    Contact.objects.bulk_create([Contact(person_id=person, encrypted=reached)])
    publish(PersonRegistered(assurance=assurance), act, person=person)
    return person


@operation(allow=allow.system)
def confirm_account(act: Act, *, person: UUID) -> None:
    """Note that a guest now signs in with a confirmed email address."""
    Person.objects.filter(pk=person, assurance=Person.Assurance.GUEST).update(
        assurance=Person.Assurance.ACCOUNT
    )


@operation(allow=allow.resident | allow.system)
def record(
    act: Act, *, person: UUID, personal: dict[str, Any], told_to: UUID | None = None, told_for: str = ""
) -> None:
    """Keep what a person tells about themselves, beside what they told before (``None`` forgets a thing).

    Who they are is for every organisation that has to do with them, how to reach them while a matter of
    theirs is open there; everything else for themselves and for ``told_to``, which they told it for the
    service ``told_for``. Told under a mandate for single services, their details stay as they are."""
    row = Person.objects.select_for_update().filter(pk=person, erased_at=None).first()
    if row is None:
        if Person.objects.filter(pk=person, erased_at=None).exists():
            return
        raise NotFound("We could not find that person.")
    if "name" in personal:
        row.personal = _with(person, row.personal, {"name": personal["name"]})
        row.save(update_fields=["personal"])
    if contact := {name: value for name, value in personal.items() if name in CONTACT}:
        known = Contact.objects.get(pk=person)
        known.encrypted = _with(person, known.encrypted, contact)
        known.save(update_fields=["encrypted"])
    for name in personal.keys() - CONTACT - {"name"}:
        _tell_one(act, person, name, personal[name], told_to=told_to, told_for=told_for)


def _with(person: UUID, encrypted: bytes | memoryview | None, told: dict[str, Any]) -> bytes:
    """What was known with what is told now; ``None`` forgets a thing."""
    known = vault.decrypt(person, encrypted) | told
    return vault.encrypt(person, {name: value for name, value in known.items() if value is not None})


def _tell_one(act: Act, person: UUID, name: str, value: Any, *, told_to: UUID | None, told_for: str) -> None:
    rows = Attribute.objects.filter(person_id=person, name=name)
    (rows if value is None else rows.filter(told_to_id=told_to)).delete()
    if value is not None:
        encrypted = vault.encrypt(person, {name: value})
        told = Attribute(
            person_id=person,
            name=name,
            value=encrypted,
            told_to_id=told_to,
            told_for=told_for,
            told_at=act.at,
        )
        Attribute.objects.bulk_create([told])


@operation(allow=allow.resident | allow.system)
def set_language(act: Act, *, person: UUID, language: str) -> None:
    """Remember which language a person wants to be written to in."""
    Person.objects.filter(pk=person).update(language=language)


@operation(allow=allow.somebody | allow.system)
def give_mandate(
    act: Act,
    *,
    principal: UUID,
    agent: UUID,
    services: list[str],
    basis: str,
    until_at: datetime | None = None,
) -> UUID:
    """Let ``agent`` act for ``principal``, for ``services`` by their names or for ``everything``, until a
    moment or for good. Refused without any.
    """
    if principal == agent:
        raise Refused("You already act for yourself.")
    if not services:
        raise Refused("Say what they may do for you.", fields={"services": "Choose at least one"})
    mandate = Mandate(
        principal_id=principal,
        agent_id=agent,
        services=services,
        basis=basis,
        since_at=act.at,
        until_at=until_at,
    )
    Mandate.objects.bulk_create([mandate])
    publish(MandateGiven(mandate=mandate.id, agent=agent), act, person=principal)
    return mandate.id


@operation(allow=allow.staff("people.assist"))
def assist(act: Act, *, person: UUID, hours: int = 2) -> UUID:
    """Let the actor help ``person``, who is on the telephone or at the desk, with anything, for some
    ``hours`` (a day at most): with :func:`moothall.kernel.act.assisting` they go through the same journeys as
    they would themselves. The person sees it among who may act for them, and ends it when they like. Returns
    the mandate's id; whoever helps them already goes on under the same one.

    Raises ``NotFound`` for somebody whom the organisation has nothing to do with.
    """
    if not 1 <= hours <= MOST_HOURS:
        raise Refused(_("Help somebody for between 1 and 24 hours."), fields={"hours": _("From 1 to 24")})
    if person == act.person or people.person(act, id=person) is None:
        raise NotFound(_("We could not find that person."))
    known = Mandate.objects.filter(
        principal_id=person, agent_id=act.actor, basis=people.ASSISTED, organisation_id=act.own_organisation,
        revoked_at=None, until_at__gt=act.at,
    ).first()  # fmt: skip
    if known is not None:
        return known.id
    mandate = Mandate(
        principal_id=person, agent_id=act.actor, services=["everything"], basis=people.ASSISTED,
        organisation_id=act.own_organisation, since_at=act.at, until_at=act.at + timedelta(hours=hours),
    )  # fmt: skip
    Mandate.objects.bulk_create([mandate])
    publish(MandateGiven(mandate=mandate.id, agent=act.actor), act, person=person)
    return mandate.id


@operation(allow=allow.somebody)
def revoke_mandate(act: Act, *, mandate: UUID) -> None:
    """End a mandate, as the one who gave it or the one who holds it. Ending it twice changes nothing."""
    row = Mandate.objects.filter(pk=mandate).first()
    if row is None:
        raise NotFound("We could not find that permission.")
    if Mandate.objects.filter(pk=mandate, revoked_at=None).update(revoked_at=act.at):
        publish(MandateRevoked(mandate=mandate), act, person=row.principal_id)


@operation(allow=allow.resident | allow.system)
def make_link(act: Act, *, person: UUID, leads_to: str, days: int = LINK_DAYS) -> str:
    """A secret for a link that lets ``person`` back in at the path ``leads_to``; only its digest is kept."""
    secret = clock.token()
    Link.objects.bulk_create(
        [
            Link(
                digest=people.digest_of(secret),
                person_id=person,
                leads_to=leads_to,
                created_at=act.at,
                until_at=act.at + timedelta(days=days),
            )
        ]
    )
    return secret


@operation(allow=allow.system)
def follow_link(act: Act, *, secret: str) -> tuple[UUID, str]:
    """Whom a link lets in, and the path it leads to. Refused when it has run out or was never made."""
    row = people.read_link(act, secret)
    if row is None:
        raise NotAllowed(
            "This link no longer works. Links work for 30 days."
            " You can start again, or sign in if you have an account.",
            code="link-over",
        )
    if row.used_at is None:
        row.used_at = act.at
        row.save(update_fields=["used_at"])
    return row.person_id, row.leads_to


@operation(allow=allow.somebody | allow.system)
def erase_person(act: Act, *, person: UUID) -> tuple[Ending, ...]:
    """Destroy everything that says who ``person`` is: their data key goes, and with it whatever was encrypted
    under it, also in backups; what every capability declares is removed or emptied; from that moment they
    cannot sign in. Returns what became of each thing that was kept, and why some stays. Erasing twice changes
    nothing. Nobody can ask for it in somebody's place."""
    if act.role is not Role.SYSTEM and act.person != person:
        raise NotAllowed("Only the person themselves can ask for that.")
    if not Person.objects.filter(pk=person, erased_at=None).update(personal=None, erased_at=act.at):
        if not Person.objects.filter(pk=person).exists():
            raise NotFound("We could not find that person.")
        return erasing.endings()
    if not vault.erase(person, at=act.at):
        raise vault.Unreadable("There is no key of this person to destroy.")
    publish(PersonErased(), act, person=person)
    transaction.on_commit(partial(accounts.shut_account, person))
    return erasing.take_away(person)
