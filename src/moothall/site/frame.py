"""What stands around every page of this place."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.design.frame import Frame, Link
from moothall.design import theme
from moothall.kernel import places
from moothall.kernel.act import Role
from moothall.kernel.doors import web


def frame_of(request: HttpRequest) -> Frame:
    """The frame for the person and place of ``request``."""
    place = places.place()
    act = web.act_of(request)
    at_work = act.role in {Role.STAFF, Role.OPERATOR, Role.STEWARD}
    return Frame(
        place_name=place.name,
        navigation=_links((_("Find help"), "/"), (_("Services"), "/services/"), (_("My requests"), "/my/")),
        staff_navigation=_links((_("Today"), "/staff/"), (_("Cases"), "/staff/cases/")) if at_work else (),
        person_name=_("Your account") if request.user.is_authenticated else "",
        account_links=_links((_("Your account"), "/account/")) if request.user.is_authenticated else (),
        sign_in_url=reverse("account_login"),
        sign_out_url=reverse("account_logout"),
        footer_words=_("Run together by the organisations of %(place)s.") % {"place": place.name},
        theme=theme.read(place.theme) if place.theme else None,
    )


def _links(*pairs: tuple[str, str]) -> tuple[Link, ...]:
    return tuple(Link(text, href) for text, href in pairs)
