"""What stands around every page of this place."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.design import theme
from moothall.design.frame import Bell, Frame, Link
from moothall.kernel import navigation, places
from moothall.kernel.act import Act, Role
from moothall.kernel.doors import web
from moothall.kernel.manifest import Section
from moothall.kernel.queries import people

WORKERS = {Role.STAFF, Role.OPERATOR, Role.STEWARD}


def frame_of(request: HttpRequest) -> Frame:
    """The frame for the person and place of ``request``."""
    place = places.place()
    act = web.act_of(request)
    signed_in = request.user.is_authenticated
    return Frame(
        place_name=place.name,
        navigation=_offered(act, Section.PUBLIC),
        staff_navigation=_offered(act, Section.STAFF) if act.role in WORKERS else (),
        person_name=_("Your account") if signed_in else "",
        account_links=_account() if signed_in else (),
        bells=_bells(act) if signed_in else (),
        acting_for=_acting_for(act, is_opened=act.person != getattr(request.user, "person_id", act.person)),
        acting_url=reverse("kernel:acting") if signed_in else "",
        sign_in_url=reverse("account_login"),
        sign_out_url=reverse("account_logout"),
        footer_words=_("Run together by the organisations of %(place)s.") % {"place": place.name},
        footer_links=tuple(Link(title, path) for title, path in navigation.footer(act)),
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


def _offered(act: Act, section: Section) -> tuple[Link, ...]:
    """What the manifests offer the act in a section."""
    return tuple(
        Link(str(one.title), reverse(one.address), marks_section=one.marks_section)
        for one in navigation.entries(act, section)
    )


def _bells(act: Act) -> tuple[Bell, ...]:
    """What capabilities count in the head of the page for whoever acts."""
    return tuple(Bell(one.title, one.href, one.count) for one in navigation.bells(act))


def _account() -> tuple[Link, ...]:
    return (Link(_("Your account"), reverse("kernel:account")), Link(_("Act for"), reverse("kernel:acting")))
