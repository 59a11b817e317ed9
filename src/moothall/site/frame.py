"""What stands around every page of this place."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.civic.pages import queries as pages
from moothall.design import theme
from moothall.design.frame import Frame, Link
from moothall.kernel import places
from moothall.kernel.act import Act, Role
from moothall.kernel.doors import web
from moothall.kernel.queries import people

WORKERS = {Role.STAFF, Role.OPERATOR, Role.STEWARD}


def frame_of(request: HttpRequest) -> Frame:
    """The frame for the person and place of ``request``."""
    place = places.place()
    act = web.act_of(request)
    signed_in = request.user.is_authenticated
    return Frame(
        place_name=place.name,
        navigation=_links((_("Find help"), "/"), (_("Services"), "/services/"), (_("My requests"), "/my/")),
        staff_navigation=_work(act) if act.role in WORKERS else (),
        person_name=_("Your account") if signed_in else "",
        account_links=_links((_("Your account"), "/account/"), (_("Act for"), "/acting/"))
        if signed_in
        else (),
        acting_for=_acting_for(act, is_opened=act.person != getattr(request.user, "person_id", act.person)),
        acting_url=reverse("acting") if signed_in else "",
        sign_in_url=reverse("account_login"),
        sign_out_url=reverse("account_logout"),
        footer_words=_("Run together by the organisations of %(place)s.") % {"place": place.name},
        footer_links=tuple(
            Link(one.title, reverse("pages_page", args=[one.name])) for one in pages.titles(act)
        ),
        theme=theme.read(place.theme) if place.theme else None,
    )


def _acting_for(act: Act, *, is_opened: bool) -> str:
    """The name of whoever a resident acts for, if not for themselves: somebody else, or the guest they
    were."""
    if act.role is not Role.RESIDENT or act.subject is None:
        return ""
    if act.subject == act.person and not is_opened:
        return ""
    if act.subject in people.selves(act):
        return ""
    shown = people.person(act, id=act.subject)
    return shown.name if shown else ""


def _work(act: Act) -> tuple[Link, ...]:
    """What the act's permissions let its actor work on."""
    offered = (
        ("cases.read", Link(_("Today"), "/staff/", marks_section=False)),
        ("cases.read", Link(_("Cases"), "/staff/cases/")),
        ("messages.send", Link(_("To phone or post"), "/staff/by-hand/")),
        ("bookings.work", Link(_("Bookings"), "/staff/bookings/")),
        ("payments.read", Link(_("Payments"), "/staff/payments/")),
        ("rules.read", Link(_("Rules"), "/staff/rules/")),
        ("directory.edit", Link(_("Directory"), "/staff/directory/")),
        ("people.manage", Link(_("People"), "/staff/people/")),
        ("settings.edit", Link(_("Settings"), "/staff/settings/")),
        ("place.operate", Link(_("Still to do"), "/staff/waiting/")),
        ("facts.replay", Link(_("Parked facts"), "/staff/parked/")),
    )
    return tuple(link for permission, link in offered if permission in act.permissions)


def _links(*pairs: tuple[str, str]) -> tuple[Link, ...]:
    return tuple(Link(text, href) for text, href in pairs)
