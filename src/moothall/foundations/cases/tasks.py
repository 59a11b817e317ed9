"""What cases do by the clock."""

from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from moothall.foundations.cases.operations import links, retention
from moothall.kernel import act as acts
from moothall.kernel import due
from moothall.kernel.jobs import Lane, Patiently

due.declare(
    retention.ERASE, title=_("Erase a case that is kept no longer"), acts_for="place", shown=_("Kept until")
)


@app.task(name="cases.send_links", queue=Lane.SOON, retry=Patiently(tries=8))
def send_links(digests: list[int]) -> None:
    """Send people the links to their requests again."""
    links.send_links(acts.system(), digests=digests)
