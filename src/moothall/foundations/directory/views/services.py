"""Browsing services, and the page of one."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.design import maps
from moothall.foundations.directory import queries
from moothall.foundations.directory.queries import Detail, Filters, Spotted
from moothall.foundations.directory.rules import deriving, opening
from moothall.foundations.directory.views import presenters
from moothall.foundations.directory.views.forms import FilterForm
from moothall.kernel import allow, gate, geo, locating, navigation
from moothall.kernel.act import Act
from moothall.kernel.doors.web import act_of, page, whole
from moothall.kernel.manifest import Known
from moothall.kernel.queries import areas
from moothall.kernel.refusal import NotFound

PAGE = 20
METRES_A_MILE = 1609.344


@page(allow=allow.anyone)
def services(request: HttpRequest) -> HttpResponse:
    """All services, or by POST those that fit what was chosen."""
    act = act_of(request)
    form = FilterForm(request.POST) if request.method == "POST" else FilterForm()
    with gate.reading(act):
        filters = _filters(act, form)
        number = _number(request)
        sorting = "near" if filters.longitude is not None else "rank" if filters.words else "name"
        found = queries.services_found(
            act, filters=filters, sorting=sorting, limit=PAGE + 1, offset=(number - 1) * PAGE
        )
        total = queries.service_count(act, filters=filters)
    context = {
        "form": form,
        "number": number,
        "total": total,
        "has_more": len(found) > PAGE,
        "first": (number - 1) * PAGE + 1,
    }
    return render(request, "directory/services.html", context | _results(act, found[:PAGE]) | _chosen(form))


@page(allow=allow.anyone)
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """One service: what it is, who for, cost, when, where, contact, how fresh."""
    act = act_of(request)
    detail = queries.service(act, slug=slug)
    if detail is None:
        raise NotFound(_("There is no such service here. It may have ended or changed its name."))
    return render(request, "directory/service.html", _page_of(act, detail))


def _page_of(act: Act, detail: Detail) -> dict[str, Any]:
    now = presenters.local(act.at)
    document = detail.document
    links = [{**spotted.link, "location": spotted.location} for spotted in detail.places]
    schedules = deriving.schedules({**document, "service_at_locations": links})
    spots = [spotted for spotted in detail.places if spotted.longitude is not None]
    return {
        "service": detail,
        "do_href": navigation.page(Known.START, detail.pack) if detail.pack else "",
        "document": document,
        "description": presenters.paragraphs(document.get("description", "")),
        "eligibility": presenters.paragraphs(document.get("eligibility_description", "")),
        "ages": presenters.ages(document.get("minimum_age"), document.get("maximum_age")),
        "areas": [area["name"] for area in document.get("service_areas", ()) if area.get("name")],
        "costs": presenters.costs(document),
        "open_now": presenters.open_words(opening.state(schedules, now), today=now.date()),
        "hours": presenters.hours(schedules, today=now.date()),
        "ways": [str(presenters.WAYS[way]) for way in detail.ways if way in presenters.WAYS],
        "languages": [each["name"] for each in document.get("languages", ()) if each.get("name")],
        "places": [_place(spotted) for spotted in detail.places],
        "map": _map(act, spots, detail.name),
        "spaces": _spaces(document),
        "freshness": presenters.freshness(detail.assured_date, today=now.date()),
        "price": presenters.price(detail.cost_pence) if detail.cost_pence is not None else "",
        "is_sensitive": presenters.is_sensitive(detail.needs),
    }


def _place(spotted: Spotted) -> dict[str, Any]:
    location = spotted.location
    details = [
        (each.get("description") or each.get("accessibility", ""), each.get("details", ""))
        for each in location.get("accessibility", ())
    ]
    return {
        "name": spotted.name or _("Where it is"),
        "lines": presenters.address_lines(location),
        "description": location.get("description", ""),
        "travel": location.get("transportation", ""),
        "access": [pair for pair in details if pair[0]],
        "latitude": spotted.latitude,
        "longitude": spotted.longitude,
    }


def _map(act: Act, spots: list[Spotted], name: str) -> maps.View | None:
    points = [
        maps.Point(spotted.name or name, spotted.latitude or 0.0, spotted.longitude or 0.0)
        for spotted in spots
    ]
    return maps.View(points=points, areas=_wards(act)) if points else None


def _wards(act: Act) -> dict[str, Any]:
    """The wards of the place as GeoJSON, for the ground of a still map."""
    drawn = [area for area in areas.atlas(act).areas if area.kind == "ward"]
    features = [{"type": "Feature", "properties": {}, "geometry": area.boundary} for area in drawn]
    return {"type": "FeatureCollection", "features": features}


def _spaces(document: Any) -> dict[str, str] | None:
    spaces = document.get("spaces") or {}
    if spaces.get("state") not in presenters.SPACES:
        return None
    label, tone = presenters.SPACES[spaces["state"]]
    return {"label": str(label), "tone": tone, "note": spaces.get("note", "")}


def _results(act: Act, found: Sequence[queries.ServiceFound]) -> dict[str, Any]:
    """Cards with their chips, and a map that numbers those with a place as the cards do."""
    now = presenters.local(act.at)
    results, points = [], []
    for each in found:
        chips = presenters.chips(each, now=now)
        for longitude, latitude in each.points[:1]:
            href = reverse("directory:service", args=[each.slug])
            points.append(maps.Point(each.name, latitude, longitude, href))
            chips.append(_("On the map: %(number)s") % {"number": len(points)})
        results.append((each, chips))
    return {"results": results, "map": maps.View(points=points, areas=_wards(act)) if points else None}


def _filters(act: Act, form: FilterForm) -> Filters:
    """What was chosen, as far as it can be used; words about the rest stand in the form."""
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    spot = _spot(act, form, chosen.get("postcode", ""))
    miles = float(chosen["miles"]) if spot and chosen.get("miles") else None
    return Filters(
        words=chosen.get("words", ""),
        ways=chosen.get("ways", []),
        features=chosen.get("features", []),
        days=[chosen["day"]] if chosen.get("day") else [],
        most_pence=int(chosen["cost"]) if chosen.get("cost") else None,
        longitude=spot.longitude if spot else None,
        latitude=spot.latitude if spot else None,
        within_metres=miles * METRES_A_MILE if miles else None,
        or_anywhere=miles is not None,
    )


def _spot(act: Act, form: FilterForm, postcode: str) -> geo.Spot | None:
    if not postcode:
        return None
    spot = locating.located(act, postcodes=[postcode]).get(postcode)
    if spot is None:
        form.add_error("postcode", _("We do not know this postcode. Check it, or leave it empty"))
    return spot


def _number(request: HttpRequest) -> int:
    return min(whole(request.POST.get("page", "1")) or 1, 10_000)


def _chosen(form: FilterForm) -> dict[str, Any]:
    """What was chosen, to carry on to the next page in hidden fields."""
    if not form.is_bound:
        return {"carried": [], "chosen": 0}
    typed: Any = form.data
    carried = [(name, value) for name in form.fields for value in typed.getlist(name) if value]
    return {"carried": carried, "chosen": len({name for name, _value in carried})}
