"""Where drafts of services stand, and what is done with them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where a draft stands."""

    OPEN = "open", _("Being written")
    WAITING = "waiting", _("Waits for review")
    APPROVED = "approved", _("Approved")
    SCHEDULED = "scheduled", _("Goes live on a day")
    PUBLISHED = "published", _("Published")
    DISCARDED = "discarded", _("Thrown away")


OVER = (State.PUBLISHED, State.DISCARDED)


class What(TextChoices):
    """What was done with a draft."""

    WRITTEN = "written", _("Written")
    UPDATED = "updated", _("Put on top of what is live")
    ASKED = "asked", _("Asked for review")
    COMMENTED = "commented", _("Commented")
    APPROVED = "approved", _("Approved")
    SENT_BACK = "sent-back", _("Sent back")
    SCHEDULED = "scheduled", _("To go live on a day")
    TAKEN_BACK = "taken-back", _("Taken back")
    FAILED = "failed", _("Could not go live")
    PUBLISHED = "published", _("Published")
    DISCARDED = "discarded", _("Thrown away")
