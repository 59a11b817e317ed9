"""What staff are told of services."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from moothall.kernel import navigation
from moothall.kernel.act import Act
from moothall.kernel.manifest import Known
from moothall.kernel.notices import Notice, notices
from moothall.services.queries import drafts


@notices(needs="packs.publish")
def waiting(act: Act) -> Iterator[Notice]:
    """Each draft by a colleague that waits for a second pair of eyes."""
    for one in drafts.drafts_to_review(act).items:
        about = {"who": one.by or _("The operator"), "service": one.pack}
        words = _("%(who)s has changed the service “%(service)s”. Look at it.") % about
        yield Notice(words, navigation.page(Known.DRAFT, one.id))


@notices(needs="packs.draft")
def returned(act: Act) -> Iterator[Notice]:
    """Each draft of one's own that came back."""
    for one in drafts.drafts_returned(act).items:
        words = _("Your draft of the service “%(service)s” came back. See why.") % {"service": one.pack}
        yield Notice(words, navigation.page(Known.DRAFT, one.id))
