"""Matters, as far as the act may see them."""

from uuid import UUID

from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.models import Grant, Matter


@query(allow=allow.resident | allow.staff("cases.read") | allow.system, reads="id")
def matter(act: Act, *, id: UUID) -> Matter | None:
    """The matter, if the act may see it."""
    return Matter.objects.filter(pk=id).first()


@query(allow=allow.resident | allow.staff("cases.read") | allow.system, reads="matter")
def sharings(act: Act, *, matter: UUID) -> list[Grant]:
    """The organisations a matter is or was shared with, newest first."""
    return list(Grant.objects.filter(matter_id=matter).select_related("organisation").order_by("-since_at"))
