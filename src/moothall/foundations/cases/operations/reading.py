"""Reading a case that is another team's work."""

from uuid import UUID

from moothall.foundations.cases.operations import rows
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import operation
from moothall.kernel.operations import matters


@operation(allow=allow.staff("matters.reason"))
def open_with_reason(act: Act, *, case: UUID, reason: str) -> None:
    """Open a case of another team of the organisation to the actor for eight hours, for a ``reason`` that
    the person it is about can read. Refused without a reason, for a restricted case, and for another
    organisation's."""
    row = rows.card(case)
    matters.give_reason(act, matter=case, person=row.person_id, reason=reason)
