"""Letting go of cases whose time is over."""

from datetime import date
from uuid import UUID

from django.db import connection

from moothall.foundations.cases.models import Answers, Case, CaseMessage, Note
from moothall.foundations.cases.operations import rows
from moothall.kernel import allow, due, places
from moothall.kernel.act import Act
from moothall.kernel.gate import operation
from moothall.kernel.operations import matters

ERASE = "cases.erase_case"
"""What is due in a case on its retention date."""


def keep(act: Act, case: UUID, *, until: date) -> None:
    """Have a case that was closed erased when ``until`` has come; part of another operation."""
    due.ask(act, ERASE, matter=case, at=places.begin_of(until), case=case)


def keep_on(act: Act, case: UUID) -> None:
    """Keep a case that goes on after all; part of another operation."""
    due.cancel(act, ERASE, matter=case)


@operation(allow=allow.system)
def erase_case(act: Act, *, case: UUID) -> None:
    """Erase what was told and written in a case whose time is over, and the words it was found by. That it
    existed, and how long it took, stays. A restricted case is over from here on and stays restricted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT moothall.cases_end_restricted(%s, %s)", (case, rows.today(act)))
    if Case.objects.filter(pk=case, retention_date__lte=rows.today(act), erased_at=None).exists():
        _erase(act, case)


def _erase(act: Act, case: UUID) -> None:
    Answers.objects.filter(case_id=case).delete()
    Note.objects.filter(case_id=case).delete()
    CaseMessage.objects.filter(case_id=case).delete()
    Case.objects.filter(pk=case).update(words=[], resident_wrote_at=None, erased_at=act.at)
    matters.erase_matter(act, matter=case)
