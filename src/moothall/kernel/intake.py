"""The lane for what is no act of its own: rows of one source by the thousand, such as measurements.

One batch is one act: permission, context, transaction, and one audit entry, which holds the number of rows
and the root of the hash tree over them, so that a row which is later missing or different shows. Nothing
happened with each row: no event is published::

    @intake(into=Observation, allow=allow.system)
    def take_readings(act: Act, *, sensor: UUID, readings: list[Reading]) -> list[Observation]:
        return [Observation(sensor_id=sensor, at=one.at, value=one.value) for one in readings]

The table is laid out in partitions and its policies judge every row. PostgreSQL copies into no table that has
row-level security (https://www.postgresql.org/docs/18/sql-copy.html, Notes), so a batch is one INSERT of
arrays, a column each.
"""

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.kernel import audit, gate, merkle
from moothall.kernel.act import Act
from moothall.kernel.allow import Condition
from moothall.kernel.audit import Batch
from moothall.kernel.refusal import Refused
from moothall.kernel.registry import Api

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Taken:
    """How many rows were taken in, and the root of the hash tree over them, in hexadecimal."""

    count: int
    root: str


def intake(
    *, into: type[models.Model], allow: Condition, batch: int = 5_000, api: Api = None
) -> Callable[[Callable[Concatenate[Act, P], Sequence[models.Model]]], Callable[Concatenate[Act, P], Taken]]:
    """Make a function that draws rows from what was sent the way to take a batch of at most ``batch`` in;
    otherwise an operation like any other (see :func:`moothall.kernel.gate.operation`).

    Every batch comes under a key of its own: sent again, it changes nothing. Raises ``Refused`` for a batch
    without a key or with too many rows, and ``TypeError`` at once for a table that is not laid out in
    partitions.
    """
    if not hasattr(into, "partitioned"):
        raise TypeError(f"{into.__name__} takes in no batches: it is not laid out in partitions.")

    def decorate(
        function: Callable[Concatenate[Act, P], Sequence[models.Model]],
    ) -> Callable[Concatenate[Act, P], Taken]:
        @wraps(function)
        def take(act: Act, /, *args: P.args, **kwargs: P.kwargs) -> Taken:
            if act.key is None:
                raise Refused(_("Give each batch a key of its own and send it again."), code="no-batch-key")
            return _write(into, _few_enough(function(act, *args, **kwargs), most=batch))

        take.__annotations__ = {**function.__annotations__, "return": Taken}
        return gate.operation(allow=allow, api=api)(take)

    return decorate


def root_of(rows: Sequence[models.Model], *, salt: bytes) -> bytes:
    """The root over ``rows`` in the order of their primary keys, under the ``salt`` of their audit entry: the
    same as in that entry, if they are all of the batch and as they were."""
    return merkle.root([_leaf(row, salt) for row in sorted(rows, key=lambda row: _key(row.pk))])


def _few_enough(rows: Sequence[models.Model], *, most: int) -> Sequence[models.Model]:
    if len(rows) > most:
        raise Refused(
            ngettext(
                "Send at most %(most)s row at once.", "Send at most %(most)s rows at once.", most
            ) % {"most": most}, code="too-many",
        )  # fmt: skip
    return rows


def _write(into: type[models.Model], rows: Sequence[models.Model]) -> Taken:
    salt = audit.salt()
    root = root_of(rows, salt=salt)
    into._default_manager.bulk_create(rows)
    gate.enter_batch(Batch(count=len(rows), root=root, salt=salt))
    return Taken(len(rows), root.hex())


def _leaf(row: models.Model, salt: bytes) -> bytes:
    """Each leaf has a salt of its own, so that who is shown one row can guess no other."""
    content = {field.attname: getattr(row, field.attname) for field in row._meta.local_concrete_fields}
    return audit.leaf(content, salt=hmac.digest(salt, repr(_key(row.pk)).encode(), "sha256"))


def _key(pk: Any) -> tuple[str, ...]:
    return tuple(audit.plain(part) for part in (pk if isinstance(pk, tuple) else (pk,)))
