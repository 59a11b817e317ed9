"""What staff are told of rules."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.foundations.rules import queries
from moothall.foundations.rules.queries.proposals import waiting_for_me
from moothall.kernel.act import Act
from moothall.kernel.notices import Notice, notices


@notices(needs="packs.publish")
def failing(act: Act) -> Iterator[Notice]:
    """Each rule of the organisation that fails, so that somebody could not go on."""
    for one in queries.failures(act):
        met = ngettext("%(num)s person met it.", "%(num)s people met it.", one.count) % {"num": one.count}
        about = {"rules": one.rules, "decision": one.decision, "service": one.service, "met": met}
        words = _("The rule “%(rules)s: %(decision)s” of %(service)s fails. %(met)s") % about
        yield Notice(words, reverse("rules:list"))


@notices(needs="packs.publish")
def waiting(act: Act) -> Iterator[Notice]:
    """Each change of rules by a colleague that waits for a second pair of eyes."""
    for one in waiting_for_me(act).items:
        about = {"who": one.proposed_by, "rules": one.rules, "service": one.pack}
        words = (
            _("%(who)s has changed the rules “%(rules)s” of %(service)s. Look at it and publish it.") % about
        )
        yield Notice(words, reverse("rules:proposal", args=[one.pack, one.rules, one.id]))
