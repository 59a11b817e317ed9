"""Connections: through which system something is done for an organisation.

An adapter is made from a connection: an organisation's own, else the place's, else the embedded one that
reaches nobody. Credentials are encrypted under the key of the organisation that made the connection; what is
secret of them leaves the vault for its adapter only, outside of any transaction::

    connections.adapter(connections.chosen("email", organisation=…))
"""

from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import ValidationError

from moothall.kernel import act as acts
from moothall.kernel import context
from moothall.kernel.adapters import KINDS, Adapter, CannotReach, Chosen
from moothall.kernel.fetching import fetch
from moothall.kernel.operations import connections as operations
from moothall.kernel.queries import connections as queries

CHOSEN = "SELECT kind, adapter, id, organisation FROM moothall.connection_for(%s, %s)"


def chosen(kind: str, *, organisation: UUID | None) -> Chosen:
    """The connection that serves ``kind`` for ``organisation``: its own, else the place's, else none."""
    with context.acting(context.current() or acts.public()):
        found = fetch(Chosen, CHOSEN, kind, organisation)
    return found[0] if found else Chosen(kind, KINDS[kind].embedded(kind))


def adapter(connection: Chosen) -> Adapter:
    """The adapter of a connection, with its credentials. Raises ``RuntimeError`` inside a transaction of an
    act, because nothing outside is ever waited for while rows are locked; ``CannotReach`` when there is no
    such adapter (any more) or its credentials do not fit it."""
    if context.current() is not None:
        raise RuntimeError("No outside system is ever asked inside a transaction.")
    made = KINDS[connection.kind].adapters.get(connection.adapter)
    if made is None:
        raise CannotReach(f"There is nothing called {connection.adapter} to reach it by.")
    content = queries.credentials(acts.system(), connection=connection.id) if connection.id else {}
    try:
        return made(connection, made.asks.model_validate(content))
    except ValidationError as broken:
        raise CannotReach("What is kept for this connection does not fit it any more.") from broken


def tested(connection: Chosen) -> str:
    """Ask the system of a connection something harmless, and write down what came of it: nothing when all is
    well, else what is wrong in words."""
    outcome = _outcome(connection)
    if connection.id is not None:
        operations.record_test(acts.system(), connection=connection.id, outcome=outcome)
    return outcome


def _outcome(connection: Chosen) -> str:
    try:
        adapter(connection).test()
    except CannotReach as lost:
        return str(lost) or _("It cannot be reached.")
    return ""


def by_id(connection: UUID) -> Chosen | None:
    """A connection by its id, also one that has ended: what was begun through it ends through it."""
    return queries.connection_known(acts.system(), connection=connection)
