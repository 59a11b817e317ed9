"""Reporting comments and public matters, and appealing against what was decided."""

from typing import cast
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.foundations.comments import rules
from moothall.foundations.comments.events import Appealed, Flagged
from moothall.foundations.comments.models import Appeal, Comment, Decision, Flag
from moothall.kernel import allow, clock, constraints
from moothall.kernel.act import Act
from moothall.kernel.doors.limits import HOUR, Limit
from moothall.kernel.gate import operation, publish
from moothall.kernel.models import Matter
from moothall.kernel.refusal import NotFound, Refused

TWICE = cast(str, gettext_lazy("You have reported this already. Moderators look at it."))
APPEALED = cast(str, gettext_lazy("There was an appeal already. There is one for each decision."))
constraints.register_message("comments_flag_once_a_comment", TWICE)
constraints.register_message("comments_flag_once_a_matter", TWICE)
constraints.register_message("comments_appeal_decision_id_key", APPEALED)
BY_SOMEBODY = Limit("reported by somebody", most=20)
BY_NOBODY = Limit("reported by nobody in particular", most=200)
OF_ONE_MATTER = Limit("reported without a name on one matter", most=10, seconds=24 * HOUR)


@operation(allow=allow.public | allow.resident)
def flag(act: Act, *, matter: UUID, reason: str, words: str = "", comment: UUID | None = None) -> UUID:
    """Report a comment, or a public matter itself, to its moderators, for one of ``rules.REASONS``. Returns
    the report's id. Refused the second time to the same person, and too often."""
    row = _matter(matter)
    _check(reason, words)
    if comment is not None and not Comment.objects.filter(pk=comment, matter_id=matter).exists():
        raise NotFound(_("We could not find that comment."))
    _check_pace(act, matter)
    one = Flag(
        id=clock.uuid7(act.at), matter_id=matter, comment_id=comment, person_id=act.person, reason=reason,
        words=words.strip(), flagged_at=act.at,
    )  # fmt: skip
    Flag.objects.bulk_create([one])
    flagged = Flagged(flag=one.pk, reason=reason)
    publish(flagged, act, matter=None, person=None, organisation=row.organisation_id)
    return one.pk


@operation(allow=allow.resident)
def appeal(act: Act, *, decision: UUID, words: str) -> UUID:
    """Appeal, once, against a decision about what one wrote or brought: somebody else decides then. Returns
    the appeal's id. Refused without words."""
    row = Decision.objects.filter(pk=decision, appeal=None).exclude(outcome=rules.KEEP).first()
    if row is None:
        raise NotFound(_("We could not find that decision."))
    if not 0 < len(words.strip()) <= rules.LONGEST_WORDS:
        wrong = _("Say why it should be decided otherwise, in up to 1,000 characters")
        raise Refused(wrong, fields={"words": wrong})
    one = Appeal(
        id=clock.uuid7(act.at), decision_id=decision, matter_id=row.matter_id, person_id=act.actor,
        words=words.strip(), appealed_at=act.at,
    )  # fmt: skip
    Appeal.objects.bulk_create([one])
    publish(Appealed(appeal=one.pk), act, matter=None, person=None, organisation=row.organisation_id)
    return one.pk


def _matter(matter: UUID) -> Matter:
    row = Matter.objects.filter(pk=matter).first()
    if row is None or row.visibility == Matter.Visibility.PEOPLE:
        raise NotFound(_("We could not find that."))
    return row


def _check(reason: str, words: str) -> None:
    wrong = {}
    if reason not in rules.REASONS:
        wrong["reason"] = _("Choose what is wrong with it")
    if len(words) > rules.LONGEST_WORDS:
        wrong["words"] = _("Say it in up to 1,000 characters")
    if wrong:
        raise Refused(". ".join(wrong.values()), fields=wrong)


def _check_pace(act: Act, matter: UUID) -> None:
    """Whoever says nothing of themselves reports less often: on one matter, and in all."""
    if act.person is not None:
        allowed = BY_SOMEBODY.allows(str(act.person))
    else:
        allowed = OF_ONE_MATTER.allows(str(matter)) and BY_NOBODY.allows("all")
    if not allowed:
        words = _("There were too many reports. Sign in, or come back a little later.")
        raise Refused(words, code="too-often", status=429)
