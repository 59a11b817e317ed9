"""Who is on a journey, and which."""

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from moothall.foundations.journeys import queries
from moothall.foundations.journeys.queries.states import JourneyState
from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.act import Act
from moothall.kernel.doors import web
from moothall.kernel.refusal import NotFound
from moothall.services.pack_cache import PublishedPack


def applicant_of(request: HttpRequest) -> Act:
    """The act of this request as somebody who uses a service; staff may use it for themselves."""
    act = web.act_of(request)
    if act.subject is not None or act.person is None:
        return act
    return web.go_on_as(request, acts.resident(act.person, language=act.language))


def state_of(act: Act, journey: UUID) -> JourneyState | None:
    """The journey, if it is this applicant's."""
    return queries.state(act, journey=journey) if act.subject is not None else None


def new_state(act: Act, published: PublishedPack) -> JourneyState:
    """A journey of which nothing is kept yet."""
    return JourneyState(
        id=clock.uuid7(act.at),
        published=published,
        progress=queries.NOTHING,
        at=act.at,
        language=act.language,
    )


def choice_of(request: HttpRequest, act: Act, service: str) -> PublishedPack | None:
    """The live version of a service: of the organisation ``?by=`` names, or the only one. ``None`` when there
    are several to choose from. Raises ``NotFound``."""
    offers = queries.offers(act, service=service)
    by = request.GET.get("by")
    chosen = [one for one in offers if by is None or one.organisation_slug == by]
    if not chosen:
        raise NotFound(_("We could not find that service."))
    return chosen[0] if len(chosen) == 1 else None
