"""The page that tells whoever tries the demo place whom to sign in as, and the codes they need."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from moothall.kernel import allow, places
from moothall.kernel.doors.rendering import render
from moothall.kernel.doors.web import page
from moothall.kernel.refusal import NotFound
from moothall.site.demo import signing_in


@dataclass(frozen=True, slots=True)
class DemoPage:
    """What ``site/demo.html`` shows."""

    people: Sequence[dict[str, object]]
    password: str


@page(allow=allow.anyone)
def sign_ins(request: HttpRequest) -> HttpResponse:
    """Sign-ins with their codes of this half minute; only in the demo place."""
    if not places.place().is_demo:
        raise NotFound(_("There is no such page."))
    people = [
        {"who": one, "code": signing_in.code(one.secret) if one.secret else ""}
        for one in signing_in.sign_ins()
    ]
    return render(
        request,
        "site/demo.html",
        DemoPage(
            people=people,
            password=signing_in.PASSWORD,
        ),
    )
