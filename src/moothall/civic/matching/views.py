"""The front page, and the pages of finding help."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from markupsafe import Markup

from moothall.civic.matching import (
    counting,
    operations,
    pages,
    presenters,
    queries,
    session_keys,
    understanding,
    urgent,
)
from moothall.civic.matching.counting import NeedCount
from moothall.civic.matching.forms import Filters, Need, drawn_filters
from moothall.civic.matching.loading import load_languages, load_vocabulary
from moothall.civic.matching.outcomes import SearchOutcome
from moothall.civic.matching.pages import Part
from moothall.civic.matching.presenters import Card
from moothall.civic.matching.queries import Changed, PlaceNow, Results
from moothall.civic.matching.reading import urgent_help
from moothall.civic.matching.rules import Certainty, Language, vocabulary
from moothall.civic.matching.rules.vocabulary import Theme
from moothall.civic.matching.urgent import Panel
from moothall.design import maps
from moothall.design.maps import View
from moothall.foundations.directory.views import presenters as of_services
from moothall.kernel import act as acts
from moothall.kernel import allow, gate, navigation, settings
from moothall.kernel.act import Act, Door
from moothall.kernel.doors.rendering import render
from moothall.kernel.doors.web import act_of, page
from moothall.kernel.manifest import Known, Section
from moothall.kernel.place_settings import PlaceSettings
from moothall.kernel.queries import areas
from moothall.kernel.refusal import Refused


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """What ``matching/results.html`` shows."""

    search: UUID
    found: Results
    part: Part
    cards: Sequence[Card]
    sections: Sequence[tuple[str, Sequence[Card]]]
    map: View | None
    form: Need
    languages: Sequence[Language]
    themes: tuple[Theme, ...]
    filters: Markup
    needs: Mapping[str, vocabulary.Need]
    urgent: Panel | None
    chosen: vocabulary.Need | None
    contact: PlaceSettings
    is_sensitive: bool


@dataclass(frozen=True, slots=True)
class HomePage:
    """What ``matching/home.html`` shows."""

    form: Need
    now: PlaceNow
    changed: Sequence[tuple[Changed, str]]
    doors: Sequence[dict[str, str]]
    today: datetime


@dataclass(frozen=True, slots=True)
class DemandPage:
    """What ``matching/demand.html`` shows."""

    rows: Sequence[tuple[str, str, NeedCount]]


@page(allow=allow.anyone)
def home(request: HttpRequest) -> HttpResponse:
    """The one question, the doors, and what is live in the place now."""
    understanding.warm_up()
    return _home(request, Need())


@page(allow=allow.anyone)
def ask(request: HttpRequest) -> HttpResponse:
    """Take the words, find what could help, and lead to the results."""
    if request.method != "POST":
        return redirect("matching:home")
    form = Need(request.POST)
    if form.is_valid():
        understanding.load()
        try:
            said, postcode = form.cleaned_data["words"], form.cleaned_data["postcode"]
            return _lead_to(request, operations.ask(_asking(request), words=said, postcode=postcode))
        except Refused as refused:
            form.add_refusal(refused)
    with gate.reading(act_of(request)):
        return _home(request, form)


@never_cache
@page(allow=allow.anyone)
def results(request: HttpRequest, search: UUID) -> HttpResponse:
    """What could help, best first, with reasons."""
    act = act_of(request)
    found = queries.results(act, search=search, key=session_keys.key_of(request, search))
    told, outcome = found.told, found.told.outcome
    help_now = urgent_help(told.words)
    part = pages.part_of(found, number=pages.number_of(request.GET.get("page", "")))
    shown, points = presenters.cards(part.results, now=of_services.local(act.at))
    context = ResultsPage(
        search=search,
        found=found,
        part=part,
        cards=shown,
        sections=presenters.sections(shown),
        map=maps.View(points=points, areas=presenters.wards(act)) if points else None,
        form=Need(initial={"words": "" if help_now else told.words, "postcode": told.postcode}),
        languages=_languages(outcome),
        themes=load_vocabulary().themes,
        filters=(drawn_filters(told.filters, has_spot=found.spot is not None, language=get_language() or "")),
        needs=load_vocabulary().need_by_id,
        urgent=(
            urgent.panel(
                help_now, contact=settings.of(PlaceSettings), language=_panel_language(outcome.language)
            )
        ),
        chosen=load_vocabulary().need_by_id.get(told.chosen),
        contact=settings.of(PlaceSettings),
        is_sensitive=presenters.is_sensitive(outcome.needs, help_now),
    )
    return render(request, "matching/results.html", context)


@require_POST
@page(allow=allow.anyone)
def choose_need(request: HttpRequest, search: UUID) -> HttpResponse:
    """Take the answer to the one question, and lead to the new order."""
    key, need = session_keys.key_of(request, search), request.POST.get("need", "")
    return _lead_to(request, operations.choose_need(_asking(request), search=search, key=key, need=need))


@require_POST
@page(allow=allow.anyone)
def narrow(request: HttpRequest, search: UUID) -> HttpResponse:
    """Take the filters, and lead to the services that fit them."""
    form = Filters(request.POST)
    filters = form.filters().plain() if form.is_valid() else {}
    key = session_keys.key_of(request, search)
    return _lead_to(request, operations.narrow(_asking(request), search=search, key=key, filters=filters))


@require_POST
@page(allow=allow.anyone)
def report_misread(request: HttpRequest, search: UUID) -> HttpResponse:
    """Note that something else was meant, and ask for other words."""
    operations.report_misread(_asking(request), search=search, key=session_keys.key_of(request, search))
    messages.success(
        request,
        _("Thank you. We have noted, without your words, that we got it wrong. Say it another way."),
    )
    return redirect("matching:results", search)


@require_POST
@page(allow=allow.anyone)
def report_unmet(request: HttpRequest, search: UUID) -> HttpResponse:
    """Note that nothing would help, and say whom to ask."""
    operations.report_unmet(_asking(request), search=search, key=session_keys.key_of(request, search))
    messages.success(
        request, _("Thank you. We have noted, without your words, that there is nothing here for this need.")
    )
    return redirect("matching:results", search)


def _languages(outcome: SearchOutcome) -> list[Language]:
    """The languages in which to say that nothing was understood: the one that was recognised, else each that
    is known."""
    if outcome.certainty is not Certainty.NOT_UNDERSTOOD:
        return []
    known = load_languages().by_code
    if outcome.language in known:
        return [known[outcome.language]]
    return [each for each in known.values() if not each.is_read] if outcome.language else []


def _panel_language(written: str) -> str:
    """The language to say urgent help in first: the one it was asked for in, else the page's own."""
    return (get_language() or "") if written in ("", "en") else written


def _asking(request: HttpRequest) -> Act:
    """An act by nobody in particular, whoever is signed in: needs are never joined to a person."""
    return acts.public(language=act_of(request).language)


def _lead_to(request: HttpRequest, kept: operations.KeptSearch) -> HttpResponse:
    session_keys.remember(request, kept.search, kept.key)
    return redirect("matching:results", kept.search)


def _home(request: HttpRequest, form: Need) -> HttpResponse:
    act = act_of(request)
    now = queries.place_now(act)
    context = HomePage(
        form=form,
        now=now,
        changed=[(entry, navigation.page(Known.ENTRY, entry.slug)) for entry in now.changed],
        doors=_doors(act),
        today=of_services.local(act.at),
    )
    return render(request, "matching/home.html", context, status=422 if form.errors else 200)


def _doors(act: Act) -> list[dict[str, str]]:
    """What people can do here: this page's own question, and what other capabilities offer."""
    own = {"text": _("Find help"), "href": "#words", "words": _("Say what you need, in your own words")}
    return [own, *navigation.doors(act, Section.FRONT)][:4]


@page(allow=allow.staff("place.steward"), reads=False)
def demand(request: HttpRequest) -> HttpResponse:
    """What people looked for in the last thirty days and did not find: for those who watch over the place."""
    act = acts.system(door=Door.PAGE)
    names = {area.code: area.name for area in areas.atlas(act).areas}
    known = load_vocabulary().need_by_id
    rows = [
        (known[one.need].name if one.need in known else "", names.get(one.ward, one.ward), one)
        for one in counting.needs_counted(act)
    ]
    return render(
        request,
        "matching/demand.html",
        DemandPage(
            rows=rows,
        ),
    )
