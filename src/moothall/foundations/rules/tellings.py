"""What staff are told of rules."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.foundations.rules import queries
from moothall.kernel.act import Act
from moothall.kernel.notices import Notice, notices


@notices(needs="packs.publish")
def failing(act: Act) -> Iterator[Notice]:
    """Each rule of the organisation that fails, so that somebody could not go on."""
    for one in queries.failures(act):
        met = ngettext("%(num)s person met it.", "%(num)s people met it.", one.count) % {"num": one.count}
        about = {"rules": one.rules, "decision": one.decision, "service": one.service, "met": met}
        words = _("The rule “%(rules)s: %(decision)s” of %(service)s fails. %(met)s") % about
        yield Notice(words, reverse("rules_shelf"))
