"""What cases do by the clock."""

from datetime import datetime, timedelta
from typing import cast

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from moothall.foundations.cases.models import Case
from moothall.foundations.cases.operations import links, retention
from moothall.kernel import act as acts
from moothall.kernel import jobs
from moothall.kernel.act import Act
from moothall.kernel.backlogs import Rows, declare
from moothall.kernel.every import every
from moothall.kernel.jobs import Lane, Patiently


def _overdue(moment: datetime) -> QuerySet[Case]:
    """What the night before should have erased."""
    return Case.objects.filter(retention_date__lt=moment.date(), erased_at=None)


declare(
    Rows(
        name="erasures", title=cast(str, _("Cases to erase")), rows=_overdue, since="retention_date",
        patience=timedelta(days=2),
    )
)  # fmt: skip


@every("02:41", title=_("Erase cases that are kept no longer"))
def erase_due(act: Act) -> None:
    """Each night, erase the cases whose retention date has come. One that cannot be erased is named in the
    log and stays on the operator's page; it does not keep the others."""
    jobs.for_each(retention.release(act), lambda case: retention.erase_case(act, case=case))


@app.task(name="cases.send_links", queue=Lane.SOON, retry=Patiently(tries=8))
def send_links(digests: list[int]) -> None:
    """Send people the links to their requests again."""
    links.send_links(acts.system(), digests=digests)
