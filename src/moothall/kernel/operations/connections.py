"""Making connections, changing what opens them, ending them. What opens them is never given out again."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from pydantic import ValidationError

from moothall.kernel import allow, clock, reaching, vault
from moothall.kernel.act import Act, Role
from moothall.kernel.adapters import KINDS, Adapter, CannotReach
from moothall.kernel.gate import operation
from moothall.kernel.models import Connection, DataKey
from moothall.kernel.operations.settings import in_words
from moothall.kernel.queries.connections import opened
from moothall.kernel.refusal import NotAllowed, NotFound, Refused
from moothall.kernel.settings import asked_of

MANAGE = allow.system | allow.staff("connections.manage")


@operation(allow=MANAGE)
def connect(
    act: Act,
    *,
    organisation: UUID,
    kind: str,
    adapter: str,
    name: str,
    credentials: dict[str, Any],
    for_place: bool = False,
) -> UUID:
    """Connect ``organisation`` to a system of a ``kind`` by an ``adapter``, in place of what it had.

    With ``for_place`` it serves every organisation without its own: only for those who run the place. Returns
    the connection's id. Refused, with words per field, when the credentials do not fit, or an address leads
    inside.
    """
    if for_place and act.role not in {Role.OPERATOR, Role.SYSTEM}:
        raise NotAllowed(_("Only those who run the place connect all of it."))
    content = checked(_adapter(kind, adapter), credentials)
    _live(kind, organisation, for_place=for_place).update(ended_at=act.at)
    vault.hold(organisation, DataKey.Kind.ORGANISATION)
    row = Connection(
        id=clock.uuid7(act.at), organisation_id=organisation, is_for_place=for_place, kind=kind,
        adapter=adapter, name=name[:60], credentials=vault.encrypt(organisation, content), made_at=act.at,
        made_by_id=act.person, changed_at=act.at,
    )  # fmt: skip
    Connection.objects.bulk_create([row])
    return row.id


@operation(allow=MANAGE)
def change_connection(act: Act, *, connection: UUID, credentials: dict[str, Any]) -> None:
    """Change what opens a connection, such as a key that was replaced; what is left out stays."""
    row = _locked(connection)
    content = checked(_adapter(row.kind, row.adapter), opened(row) | credentials)
    Connection.objects.filter(pk=row.id).update(
        credentials=vault.encrypt(row.organisation_id, content), changed_at=act.at, tested_at=None, outcome=""
    )


@operation(allow=MANAGE)
def end_connection(act: Act, *, connection: UUID) -> None:
    """Begin nothing more through a connection; what was begun through it still ends through it. Ending it
    twice changes nothing."""
    Connection.objects.filter(pk=connection, ended_at=None).update(ended_at=act.at)


@operation(allow=allow.system)
def record_test(act: Act, *, connection: UUID, outcome: str) -> None:
    """Write down what a test found: nothing, or what is wrong in words."""
    Connection.objects.filter(pk=connection).update(tested_at=act.at, outcome=outcome[:200])


def checked(adapter: type[Adapter], credentials: dict[str, Any]) -> dict[str, Any]:
    """``credentials`` as the adapter asks for them. Raises ``Refused``, with words per field."""
    try:
        found = adapter.asks.model_validate(credentials)
    except ValidationError as broken:
        raise Refused(_("Some of it cannot be right."), fields=in_words(broken)) from broken
    for name, asked in asked_of(adapter.asks).items():
        if asked.leads_to and (address := getattr(found, name)):
            _check_address(name, asked.leads_to, address)
    return found.model_dump(mode="json")


def _check_address(name: str, leads_to: str, address: str) -> None:
    try:
        {"host": reaching.check_host, "url": reaching.check_url}[leads_to](address)
    except CannotReach as inside:
        raise Refused(str(inside), fields={name: str(inside)}, code="leads-inside") from inside


def _adapter(kind: str, adapter: str) -> type[Adapter]:
    if kind not in KINDS or adapter not in KINDS[kind].adapters:
        raise NotFound(_("There is no such system to connect to."))
    return KINDS[kind].adapters[adapter]


def _live(kind: str, organisation: UUID, *, for_place: bool) -> QuerySet[Connection]:
    rows = Connection.objects.filter(kind=kind, is_for_place=for_place, ended_at=None)
    return rows if for_place else rows.filter(organisation_id=organisation)


def _locked(connection: UUID) -> Connection:
    row = Connection.objects.select_for_update().filter(pk=connection, ended_at=None).first()
    if row is None:
        raise NotFound(_("We could not find that connection."))
    return row
