"""Whether somebody may comment on a matter, and how."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from moothall.foundations.comments.apps import CommentSettings
from moothall.foundations.comments.models import Text
from moothall.kernel import allow, settings, threads
from moothall.kernel.act import Act, Role
from moothall.kernel.fetching import fetch
from moothall.kernel.gate import query
from moothall.kernel.manifest import Commenters
from moothall.kernel.models import Matter, Participant, Person

SUSPENDED = "SELECT moothall.comments_is_suspended(%s)"
CLOSED = _("Comments are closed.")
NOT_HERE = _("Nobody comments on this.")
SIGN_IN = _("Sign in to comment.")
NO_ACCOUNT = _("Only people with an account comment here.")
NOT_ON_IT = _("Only people who take part in this comment on it.")
IS_SUSPENDED = _("Moderators decided that you cannot comment here for now. “Your comments” says why.")
NOT_SPEAKING = _("Only people who speak for the organisation that deals with this comment here at work.")


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the act may comment on a matter; ``why_not`` in words. ``is_official``: it would speak for its
    organisation. ``shown_as`` is the name it used last; ``is_checked_first``: nobody sees it at once.
    It ``moderates`` if it may look after comments there."""

    may: bool
    why_not: str
    is_official: bool
    is_checked_first: bool
    shown_as: str
    house_rules: tuple[str, ...]
    moderates: bool


@query(allow=allow.anyone)
def standing(act: Act, *, matter: UUID) -> Standing:
    """Whether and how the act may comment on ``matter``; nobody may on one that it does not see."""
    row = Matter.objects.filter(pk=matter).first()
    why_not = refusal(act, row) if row else NOT_HERE
    organisation = row.organisation_id if row else None
    return Standing(
        may=why_not is None,
        why_not=str(why_not or ""),
        is_official=act.organisation is not None,
        is_checked_first=row is not None and is_checked_first(act, row),
        shown_as=_shown_as_before(act),
        house_rules=_house_rules(organisation),
        moderates=act.organisation == organisation and act.may("comments.moderate"),
    )


@query(allow=allow.anyone)
def house_rules(act: Act, *, organisation: UUID) -> tuple[str, ...]:
    """What an organisation asks of those who comment."""
    return _house_rules(organisation)


def refusal(act: Act, row: Matter) -> str | Promise | None:
    """Why the act may not comment on the matter in ``row``, if it may not."""
    who = threads.commenters(row.kind)
    if who is Commenters.NOBODY:
        return NOT_HERE
    if row.closed_at is not None:
        return CLOSED
    if act.organisation is not None:
        speaks = act.may("comments.speak") and act.organisation == row.organisation_id
        return None if speaks else NOT_SPEAKING
    if act.role is not Role.RESIDENT:
        return SIGN_IN
    return IS_SUSPENDED if fetch(bool, SUSPENDED, row.pk)[0] else _AMONG[who](act, row)


def _house_rules(organisation: UUID | None) -> tuple[str, ...]:
    """What it set, or the usual rules in the reader's language."""
    return tuple(map(gettext, settings.of(CommentSettings, organisation=organisation).house_rules))


def is_checked_first(act: Act, row: Matter) -> bool:
    """Whether a comment of the act on the matter waits until moderators have looked at it."""
    first = settings.of(CommentSettings, organisation=row.organisation_id).checked_first
    return act.organisation is None and row.kind in first


def _with_account(act: Act, row: Matter) -> str | Promise | None:
    person = Person.objects.filter(pk=act.actor).values_list("assurance", flat=True).first()
    return NO_ACCOUNT if person in {None, Person.Assurance.GUEST} else None


def _taking_part(act: Act, row: Matter) -> str | Promise | None:
    on_it = Participant.objects.filter(matter_id=row.pk, person_id=act.actor, until_at=None)
    return None if row.person_id == act.actor or on_it.exists() else NOT_ON_IT


_AMONG: dict[Commenters, Callable[[Act, Matter], str | Promise | None]] = {
    Commenters.SIGNED_IN: _with_account,
    Commenters.PARTICIPANTS: _taking_part,
}


def _shown_as_before(act: Act) -> str:
    """The name under which the act's person commented in public the last time."""
    if act.role is not Role.RESIDENT or act.person is None:
        return ""
    mine = Text.objects.filter(comment__author__person_id=act.person).exclude(shown_as="")
    return mine.order_by("-written_at").values_list("shown_as", flat=True).first() or ""
