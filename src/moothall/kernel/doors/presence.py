"""Who is there: what the session remembers of it, and the act that follows."""

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import get_language

from moothall.kernel import act as acts
from moothall.kernel import context, extent
from moothall.kernel.act import Act, Door, Role
from moothall.kernel.doors import devices
from moothall.kernel.queries import people

GUEST, GUESTS, OPENED, ASKED = "guest", "guests", "opened", "asked"
ORGANISATION, SUBJECT = "organisation", "subject"
"""Session keys: the guest a browser is known as, all that it was known as, the one that somebody signed in
goes on as, and the one who has to show a code first; the organisation staff work for; whom a resident acts
for."""


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this session was opened with a second factor or a passkey."""
    methods = request.session.get("account_authentication_methods", [])
    return any(method.get("method") == "mfa" for method in methods)


def act_for(request: HttpRequest) -> Act:
    """The act of whoever the session says is there, in the capacity they chose."""
    language = (get_language() or "en")[:2]
    if request.user.is_authenticated:
        person: UUID = request.user.person_id
        if opened := _guest(request, OPENED):
            return acts.resident(opened, language=language)
        chosen = request.session.get(ORGANISATION)
        if chosen and has_second_factor(request):
            found = staff_act(person, UUID(chosen), language)
            if found is not None:
                return found
        return _resident_act(request, person, language)
    if guest := _guest(request, GUEST):
        return acts.resident(guest, language=language)
    return acts.public(language=language)


def _guest(request: HttpRequest, key: str) -> UUID | None:
    """The guest that the session names, unless they have to show a code first."""
    guest = as_uuid(request.session.get(key))
    return None if guest is None or devices.waits(request, guest) else guest


def _resident_act(request: HttpRequest, person: UUID, language: str) -> Act:
    """For themselves, or under the mandate they chose, until it ends."""
    act = acts.resident(person, language=language)
    subject = request.session.get(SUBJECT)
    if subject is None:
        return act
    if subject in {str(mandate.principal_id) for mandate in people.mandates_held(act)}:
        return act.on_behalf_of(UUID(subject))
    del request.session[SUBJECT]
    return act


def staff_act(person: UUID, organisation: UUID, language: str) -> Act | None:
    """An act for the organisation with what the person's roles there give; nothing if they have none."""
    asked = context.ask(acts.resident(person), "SELECT * FROM moothall.roles_held(%s, %s)", organisation)
    if not asked:
        return None
    permissions = extent.held(extent.Row(*row) for row in asked)
    wide = ((Role.OPERATOR, "place.operate"), (Role.STEWARD, "place.steward"))
    role = next((role for role, code in wide if code in permissions), Role.STAFF)
    return acts.staff(
        person,
        organisation=organisation,
        permissions=permissions,
        role=role,
        door=Door.PAGE,
        language=language,
    )


def as_uuid(text: str | None) -> UUID | None:
    """The id that ``text`` (of an address or a hidden field) names, if it names one."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
