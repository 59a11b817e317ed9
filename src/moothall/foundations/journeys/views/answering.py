"""Showing a question and taking its answer."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from moothall.foundations.journeys import operations, queries
from moothall.foundations.journeys.queries import paths
from moothall.foundations.journeys.queries.trips import Trip
from moothall.foundations.journeys.views import drawing
from moothall.foundations.journeys.views.csrf import is_genuine
from moothall.foundations.journeys.views.travelling import new_trip, traveller
from moothall.foundations.journeys.views.trouble import trouble_page
from moothall.kernel import clock, gate
from moothall.kernel.act import Act
from moothall.kernel.doors import devices, web
from moothall.kernel.operations import people
from moothall.kernel.refusal import Conflict, NotFound, Refused
from moothall.services import kinds
from moothall.services.route import Stop
from moothall.services.shelf import Published


def first(request: HttpRequest, act: Act, published: Published) -> HttpResponse:
    """The first question of a service, or before it what the person told before."""
    trip = new_trip(act, published)
    genuine = request.method != "POST" or is_genuine(request)
    with gate.reading(act):
        known = queries.known_answers(act, published=published)
    if known and "fill" in request.POST and genuine:
        return _begin_with(request, act, published)
    if known and request.method != "POST":
        return _offer(request, trip, known)
    if not trip.route.stops:
        return trouble_page(request, act, trip)
    return _ask(request, act, trip, trip.route.stops[0], genuine=genuine)


def stop(request: HttpRequest, act: Act, trip: Trip, key: str, *, genuine: bool) -> HttpResponse:
    """The page of one stop."""
    found = trip.route.stop(key)
    if found is None:
        return HttpResponseRedirect(onward(trip))
    if "remove" in request.POST and genuine and found.step is None:
        return _without_item(request, act, trip, found)
    return _ask(request, act, trip, found, genuine=genuine)


def fill_in(request: HttpRequest, act: Act, trip: Trip, *, genuine: bool) -> HttpResponse:
    """What would be filled in from before, for a journey that has begun."""
    if request.method == "POST" and genuine:
        _decide(request, act, trip)
        return HttpResponseRedirect(_further(act, trip))
    with gate.reading(act):
        return _offer(request, trip, queries.known_answers(act, published=trip.published))


def onward(trip: Trip, *, after: Stop | None = None) -> str:
    """Where the person goes next: the first open question; the task list between its parts; check answers."""
    service = trip.published.pack.name
    if trip.sent_at is not None:
        return paths.page(service, trip.id, "done")
    if trip.route.failure is not None and not trip.route.open:
        return paths.page(service, trip.id, "trouble")
    following = trip.route.open[0] if trip.route.open else None
    if trip.published.pack.sections and after is not None and _leaves_section(after, following):
        return paths.journey(service, trip.id)
    return paths.page(service, trip.id, following.key if following else "check")


def _leaves_section(after: Stop, following: Stop | None) -> bool:
    return following is None or following.section != after.section


def _ask(request: HttpRequest, act: Act, trip: Trip, found: Stop, *, genuine: bool) -> HttpResponse:
    """Show the question; or take its answer and go on."""
    key = web.key_of(request) or clock.token()
    if request.method != "POST":
        with gate.reading(act):
            form = drawing.form_of(act, trip, found)
            return drawing.stop_page(request, act, trip, found, form=form, key=key)
    form = drawing.form_of(act, trip, found, request.POST, request.FILES)
    if genuine and form is not None and form.is_valid():
        try:
            return HttpResponseRedirect(_keep(request, act, trip, found, form.cleaned_data))
        except Conflict as conflict:
            if conflict.code == "key-used":
                key = clock.token()
            form.add_refusal(conflict)
        except NotFound:
            raise
        except Refused as refusal:
            form.add_refusal(refusal)
    act = traveller(request)
    with gate.reading(act):
        is_wrong = genuine and form is not None and bool(form.errors)
        return drawing.stop_page(
            request, act, trip, found, form=form, key=key, stale=not genuine, status=422 if is_wrong else 200
        )


def _keep(request: HttpRequest, act: Act, trip: Trip, found: Stop, cleaned: dict[str, object]) -> str:
    """Keep the answer, beginning the journey with the first one. Returns where to go next."""
    if trip.person is None:
        act, trip = _begin(request, act, trip.published)
    operations.keep(act, journey=trip.id, stop=found.key, cleaned=cleaned)
    return _further(act, trip, after=found)


def _further(act: Act, trip: Trip, *, after: Stop | None = None) -> str:
    with gate.reading(act):
        now = queries.trip(act, journey=trip.id)
    return onward(now or trip, after=after)


def _begin(request: HttpRequest, act: Act, published: Published) -> tuple[Act, Trip]:
    """Begin a journey, as a guest if nobody is signed in; the form's key makes a double click begin one."""
    key = web.key_of(request)
    if act.subject is None:
        person = people.register_person(act.with_key(key), personal={}, language=act.language)
        web.become_guest(request, person)
        devices.remember(request, person)
        act = traveller(request)
    journey = operations.begin(act.with_key(key), pack=published.id)
    trip = queries.trip(act, journey=journey)
    if trip is None:
        raise NotFound("We could not find that journey.")
    return act, trip


def _begin_with(request: HttpRequest, act: Act, published: Published) -> HttpResponse:
    act, trip = _begin(request, act, published)
    _decide(request, act, trip)
    return HttpResponseRedirect(_further(act, trip))


def _decide(request: HttpRequest, act: Act, trip: Trip) -> None:
    if request.POST.get("fill") == "yes":
        operations.fill_in(act, journey=trip.id)
    else:
        operations.fill_in_nothing(act, journey=trip.id)


def _offer(request: HttpRequest, trip: Trip, known: dict[str, object]) -> HttpResponse:
    """What the person told before, with their choice whether to use it here."""
    rows = []
    for step, answer in known.items():
        spec = trip.published.pack.step(step)
        assert spec is not None
        asking = replace(trip.asking(step, spec), answer=answer)
        rows += [
            {"key": row.label, "value": row.value} for row in kinds.kind_of(spec).summary(asking, answer)
        ]
    shown = drawing.common(trip) | {
        "rows": rows,
        "key": clock.token(),
        "back": paths.start(trip.published.pack.name),
    }
    return render(request, "journeys/fill_in.html", shown)


def _without_item(request: HttpRequest, act: Act, trip: Trip, found: Stop) -> HttpResponse:
    number = request.POST.get("remove", "")
    assert found.group is not None
    if number.isdecimal() and len(number) < 6:
        operations.remove_item(act, journey=trip.id, group=found.group.id, item=int(number))
    return HttpResponseRedirect(paths.page(trip.published.pack.name, trip.id, found.key))
