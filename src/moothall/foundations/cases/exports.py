"""What somebody answered, as questions and answers."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from moothall.foundations.cases.models import Answers
from moothall.kernel import vault
from moothall.kernel.act import Act
from moothall.kernel.exporting import EXPORTS, Item


@EXPORTS.under("cases_answers")
def answers(act: Act, person: UUID, limit: int) -> Iterable[Item]:
    """Each case's answers by the titles of their questions."""
    rows = Answers.objects.filter(case__person_id=person).select_related("case__organisation")
    for row in rows.order_by("-case__opened_at", "-pk")[:limit]:
        said = vault.decrypt_many([(person, row.encrypted)])[0] or {}
        yield Item(row.case.opened_at, _by_title(said), row.case.organisation.name, row.case.reference)


def _by_title(said: dict[str, Any]) -> dict[str, Any]:
    """The answers under the title of their question, however many there are under one."""
    found: dict[str, Any] = {"by": said["by"]} if "by" in said else {}
    for step in said.get("told", ()):
        found.setdefault(step["title"], []).extend(f"{one['label']}: {one['value']}" for one in step["rows"])
    return found
