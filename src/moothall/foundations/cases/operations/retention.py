"""Letting go of cases whose time is over."""

from uuid import UUID

from django.db import connection

from moothall.foundations.cases.models import Answers, Case, CaseMessage, Note
from moothall.foundations.cases.operations import rows
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import operation
from moothall.kernel.operations import matters


@operation(allow=allow.system)
def release(act: Act) -> list[UUID]:
    """Take up the cases whose retention date has come, restricted ones too, which are over from here on.
    Returns them, those that should have been erased first coming first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT moothall.cases_end_restricted(%s)", (rows.today(act),))
    due = Case.objects.filter(retention_date__lte=rows.today(act), erased_at=None)
    return list(due.order_by("retention_date", "pk").values_list("pk", flat=True))


@operation(allow=allow.system)
def erase_case(act: Act, *, case: UUID) -> None:
    """Erase what was told and written in a case whose time is over, and the words it was found by. That it
    existed, and how long it took, stays; a restricted case stays so."""
    if Case.objects.filter(pk=case, retention_date__lte=rows.today(act), erased_at=None).exists():
        _erase(act, case)


def _erase(act: Act, case: UUID) -> None:
    Answers.objects.filter(case_id=case).delete()
    Note.objects.filter(case_id=case).delete()
    CaseMessage.objects.filter(case_id=case).delete()
    Case.objects.filter(pk=case).update(words=[], resident_wrote_at=None, erased_at=act.at)
    matters.erase_matter(act, matter=case)
