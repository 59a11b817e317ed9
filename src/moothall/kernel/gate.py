"""The one way in: every change and every question passes here as an act.

``@operation(allow=…)`` gives a plain function permission, transaction, access context, idempotency and audit
entry; :func:`publish` puts an event in the outbox in the same transaction. ``@query(allow=…)`` gives
permission and access context, and records the reading where somebody's case is read by staff."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from moothall.kernel import busy, constraints, context, idempotency, registry, vault
from moothall.kernel.act import Act, Role
from moothall.kernel.allow import Condition
from moothall.kernel.audit import Batch
from moothall.kernel.event import Event
from moothall.kernel.journal import Journal
from moothall.kernel.refusal import NotAllowed
from moothall.kernel.registry import Api

P = ParamSpec("P")
R = TypeVar("R")

Rows = Callable[[Any], Iterable[Any]]
"""Draws from an answer the rows that tell about somebody."""

READERS = {Role.STAFF, Role.OPERATOR, Role.STEWARD}


def is_watched(act: Act) -> bool:
    """Whether what is read about somebody is recorded: by those at work, also when they do something with
    somebody at a desk in their name."""
    return act.role in READERS or act.is_assisted


_JOURNAL: ContextVar[Journal | None] = ContextVar("moothall_journal", default=None)


def operation(
    *, allow: Condition, api: Api = None
) -> Callable[[Callable[Concatenate[Act, P], R]], Callable[Concatenate[Act, P], R]]:
    """Make a function the one way to do something; its arguments after the act are keyword-only and typed.
    Programs may call it where it says in which version of the API; else it is internal.

    With a key on the act, a repeat returns the first outcome and changes nothing (see
    :mod:`moothall.kernel.idempotency`). Called by itself, it is tried again when others were in its way (see
    :mod:`moothall.kernel.busy`). Raises ``NotAllowed``, whatever the function refuses, and the words of a
    broken database constraint as ``Refused``.
    """

    def decorate(function: Callable[Concatenate[Act, P], R]) -> Callable[Concatenate[Act, P], R]:
        @wraps(function)
        def run(act: Act, /, *args: P.args, **kwargs: P.kwargs) -> R:
            _permit(act, allow)
            return busy.patiently(lambda: carried_out(act, *args, **kwargs))

        def carried_out(act: Act, /, *args: P.args, **kwargs: P.kwargs) -> R:
            with constraints.in_words(), _transaction(act) as journal:
                journal.asked = journal.asked or entry.name
                if act.key is None or journal.is_nested:
                    outcome = function(act, *args, **kwargs)
                else:
                    outcome = idempotency.once(act, entry, kwargs, lambda: function(act, *args, **kwargs))
                journal.enter(act, entry.name)
                return outcome

        entry = registry.register(function, run, allow, changes=True, api=api)
        return run

    return decorate


def query(
    *, allow: Condition, reads: str | Rows | None = None, api: Api = None
) -> Callable[[Callable[Concatenate[Act, P], R]], Callable[Concatenate[Act, P], R]]:
    """Make a function a way to ask something. ``reads`` names the argument that holds a matter's id, or draws
    from the answer the rows (with ``person_id`` and ``matter_id``) that tell about somebody: when staff ask,
    the reading is recorded and shown to the person it is about. What was decrypted for staff is recorded in
    any case, though then without the matter. Programs may ask it where it says in which version of the API;
    else it is internal."""

    def decorate(function: Callable[Concatenate[Act, P], R]) -> Callable[Concatenate[Act, P], R]:
        @wraps(function)
        def run(act: Act, /, *args: P.args, **kwargs: P.kwargs) -> R:
            _permit(act, allow)
            return busy.patiently(lambda: answered(act, *args, **kwargs))

        def answered(act: Act, /, *args: P.args, **kwargs: P.kwargs) -> R:
            with _transaction(act, changes=False) as journal:
                journal.asked = journal.asked or entry.name
                outcome = function(act, *args, **kwargs)
                if not is_watched(act) or reads is None:
                    return outcome
                if isinstance(reads, str):
                    journal.enter_reading(act, entry.name, matter=cast(UUID, kwargs[reads]))
                else:
                    journal.enter_readings(act, entry.name, reads(outcome))
                return outcome

        says = reads is not None
        entry = registry.register(function, run, allow, changes=False, says_who_is_read=says, api=api)
        return run

    return decorate


def publish(event: Event, act: Act, **about: UUID | None) -> None:
    """Put ``event`` in the outbox, in the transaction of ``act``.

    ``about`` may override whom it concerns: ``matter``, ``person``, ``organisation`` (else the act's matter,
    subject and organisation). Raises ``RuntimeError`` outside an operation.
    """
    journal = _JOURNAL.get()
    if journal is None:
        raise RuntimeError("An event is published inside an operation.")
    journal.publish(event, act, **about)


def enter_batch(batch: Batch) -> None:
    """Have the audit entry of the operation that is under way say of which ``batch`` it is."""
    journal = _JOURNAL.get()
    if journal is None:
        raise RuntimeError("A batch is taken in inside an operation.")
    journal.batch = batch


@contextmanager
def reading(act: Act) -> Iterator[None]:
    """One transaction for several queries of the same act: what a page needs."""
    with _transaction(act, changes=False):
        yield


@contextmanager
def together(act: Act) -> Iterator[None]:
    """One transaction for several operations of the same act, whose entries and events are written at its
    end."""
    with _transaction(act):
        yield


@contextmanager
def attempt() -> Iterator[None]:
    """A part of an operation whose refusal the caller means to catch: it leaves nothing behind then, neither
    rows nor entries nor events. Any other failure of a part is a failure of the whole."""
    journal = _JOURNAL.get()
    with transaction.atomic(), journal.nested() if journal else nullcontext():
        yield


@contextmanager
def _transaction(act: Act, *, changes: bool = True) -> Iterator[Journal]:
    """The act's transaction with its journal of entries and events, which is written when the outermost
    ends."""
    outer = _JOURNAL.get()
    with context.acting(act, changes=changes):
        if outer is not None:
            with outer.nested():
                yield outer
            return
        journal = Journal()
        token = _JOURNAL.set(journal)
        try:
            yield journal
            if is_watched(act):
                journal.enter_opened(act, vault.opened())
            journal.write()
        finally:
            _JOURNAL.reset(token)


def _permit(act: Act, allow: Condition) -> None:
    if not allow.allows(act):
        raise NotAllowed(_("This is only for %(whom)s.") % {"whom": allow.words})
