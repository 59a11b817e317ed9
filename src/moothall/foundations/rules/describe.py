"""What staff are told of rules."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.foundations.rules import queries, rule_cache
from moothall.foundations.rules.queries import changes
from moothall.kernel.act import Act
from moothall.kernel.notices import Notice, notices
from moothall.services import pack_cache as packs
from moothall.services.meanings import MEANINGS
from moothall.services.queries.drafts import DraftShown


@notices(needs="packs.publish")
def failing(act: Act) -> Iterator[Notice]:
    """Each rule of the organisation that fails, so that somebody could not go on."""
    for one in queries.failures(act):
        met = ngettext("%(num)s person met it.", "%(num)s people met it.", one.count) % {"num": one.count}
        about = {"rules": one.rules, "decision": one.decision, "service": one.service, "met": met}
        words = _("The rule “%(rules)s: %(decision)s” of %(service)s fails. %(met)s") % about
        yield Notice(words, reverse("rules:list"))


@MEANINGS.each
def of_rules(act: Act, draft: DraftShown) -> Iterator[tuple[str, str]]:
    """A page for each set of rules that a draft of a live service changes."""
    live = packs.published(act, id=draft.live) if draft.live else None
    for name in rule_cache.names(draft.texts):
        if live is not None and changes.change_of(live.files, draft.texts, name) is not None:
            words = _("What it would mean for the rules “%(rules)s”") % {"rules": name}
            yield words, reverse("rules:meaning", args=[draft.pack, name, draft.id])
