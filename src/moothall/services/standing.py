"""Where a draft stands, in a sentence."""

from django.utils.translation import gettext as _

from moothall.services.queries.drafts import DraftShown
from moothall.services.states import State, What

TURNS = (What.TAKEN_BACK, What.SENT_BACK, What.FAILED, What.APPROVED, What.PUBLISHED, What.DISCARDED)


def standing(draft: DraftShown) -> str:
    """Where it stands, and by whom it came there, with what they said."""
    turn = draft.latest(*TURNS)
    said = {"who": (turn.by if turn else "") or _("Moothall"), "words": turn.words if turn else ""}
    return _sentence(draft, turn.what if turn else "") % said


def _sentence(draft: DraftShown, turn: str) -> str:
    if draft.state == State.PUBLISHED:
        return _("Published, approved by its author alone.") if draft.is_alone else _("Published by %(who)s.")
    if draft.state == State.OPEN and turn:
        return {
            What.TAKEN_BACK: _("Taken back by %(who)s. It is being written."),
            What.SENT_BACK: _("Sent back by %(who)s: “%(words)s”"),
            What.FAILED: _("It could not go live: %(words)s"),
        }.get(What(turn), _("It is being written."))
    return {
        State.OPEN: _("It is being written."),
        State.WAITING: _("Waits for somebody else to look at it."),
        State.APPROVED: _("Approved by %(who)s. It is not live yet."),
        State.SCHEDULED: _("Approved by %(who)s. It goes live on its day."),
        State.DISCARDED: _("Thrown away by %(who)s."),
    }[State(draft.state)]
