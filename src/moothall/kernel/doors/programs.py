"""Who calls: a program of an organisation, by its key or by a token that it got for it."""

from django.http import HttpRequest

from moothall.kernel import act as acts
from moothall.kernel import clock, context
from moothall.kernel.act import Act, Door, Purpose
from moothall.kernel.doors.problems import TooMany, Unknown
from moothall.kernel.extent import everywhere
from moothall.kernel.operations import programs
from moothall.kernel.refusal import Refused

MINUTE = 60


def caller(request: HttpRequest) -> Act:
    """The act of the program whose key or token a request shows (``Authorization: Bearer …``).

    Refused when there is none, or none that works (any more), or when it has called too often this minute.
    """
    shown = request.headers.get("Authorization", "")
    scheme, _space, secret = shown.partition(" ")
    if scheme.lower() != "bearer" or not secret:
        raise Unknown("Show your program's key or token: Authorization: Bearer ….")
    asking = acts.system(door=Door.API)
    digest = programs.digest_of(secret.strip())
    found = context.ask(asking, "SELECT * FROM moothall.program_shown(%s, %s)", digest)
    if not found:
        raise Unknown("This key or token does not work, or works no more.")
    program, organisation, scopes, calls, most = found[0]
    if calls > most:
        wait = MINUTE - asking.at.second
        raise TooMany(f"This program may call {most} times a minute.", again_after_seconds=wait)
    moment = clock.now()
    return Act(
        role=acts.Role.STAFF,
        door=Door.API,
        at=moment,
        id=clock.uuid7(moment),
        organisation=organisation,
        permissions=everywhere(scopes),
        program=program,
        purpose=_purpose(request.headers.get("Purpose", Purpose.SERVICE)),
        key=request.headers.get("Idempotency-Key") or None,
    )


def _purpose(said: str) -> str:
    """What the program says that it acts for. Refused if that is no purpose."""
    if said not in set(Purpose):
        raise Refused(f"Say what you act for in the header Purpose: {', '.join(Purpose)}.", code="purpose")
    return said
