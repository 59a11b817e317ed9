"""Letting go of cases whose time is over."""

from uuid import UUID

from django.db import connection

from moothall.foundations.cases.models import Answers, Case, Message, Note
from moothall.foundations.cases.operations import rows
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import operation
from moothall.kernel.operations import matters


@operation(allow=allow.system)
def erase_due(act: Act, *, most: int = 100) -> int:
    """Erase up to ``most`` cases whose retention date has come: what was told and written, and the words they
    were found by. That they existed, and how long they took, stays; a restricted case stays so. Returns
    how many were erased.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT moothall.cases_end_restricted(%s)", (rows.today(act),))
    due = Case.objects.filter(retention_date__lte=rows.today(act), erased_at=None)
    ids = list(due.order_by("retention_date").values_list("pk", flat=True)[:most])
    for case in ids:
        _erase(act, case)
    return len(ids)


def _erase(act: Act, case: UUID) -> None:
    Answers.objects.filter(case_id=case).delete()
    Note.objects.filter(case_id=case).delete()
    Message.objects.filter(case_id=case).delete()
    Case.objects.filter(pk=case).update(words=[], resident_wrote_at=None, erased_at=act.at)
    matters.erase_matter(act, matter=case)
