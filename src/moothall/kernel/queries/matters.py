"""Matters, as far as the act may see them."""

from datetime import datetime
from uuid import UUID

from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.fetching import fetch
from moothall.kernel.gate import query
from moothall.kernel.models import Grant, Matter


@query(allow=allow.resident | allow.staff("matters.read") | allow.system, reads="id")
def matter(act: Act, *, id: UUID) -> Matter | None:
    """The matter, if the act may see it."""
    return Matter.objects.filter(pk=id).first()


@query(allow=allow.staff("matters.counts"))
def opened_since(act: Act, *, kind: str, since: datetime) -> int:
    """How many matters of a kind the act's organisation has had since a moment, whoseever work they are."""
    return fetch(int, "SELECT moothall.opened_since(%s, %s)", kind, since)[0]


@query(allow=allow.resident | allow.staff("matters.read") | allow.system, reads="matter")
def sharings(act: Act, *, matter: UUID) -> list[Grant]:
    """The organisations a matter is or was shared with, newest first."""
    return list(Grant.objects.filter(matter_id=matter).select_related("organisation").order_by("-since_at"))
