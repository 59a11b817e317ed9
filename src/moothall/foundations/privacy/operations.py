"""Handing somebody what is kept about them."""

from django.utils.translation import gettext as _

from moothall.foundations.privacy import queries
from moothall.foundations.privacy.events import EverythingTaken
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.doors.limits import HOUR, Limit
from moothall.kernel.gate import operation, publish
from moothall.kernel.refusal import NotAllowed, Refused

TAKEN = Limit("everything taken away", most=5, seconds=24 * HOUR)


@operation(allow=allow.resident)
def take_everything(act: Act) -> None:
    """Record that everything kept about the act's subject is taken away. Refused more than five times a day,
    and to whoever may not do everything for them."""
    if not queries.may_see_everything(act):
        raise NotAllowed(str(queries.NOT_EVERYTHING))
    if not TAKEN.allows(str(act.subject)):
        raise Refused(_("You took everything away five times today. You can do so again tomorrow."))
    publish(EverythingTaken(), act, person=act.subject)
