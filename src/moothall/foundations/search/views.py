"""The page on which everybody searches."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from moothall.foundations.search import queries, rules
from moothall.foundations.search.forms import METRES_A_MILE, SearchForm
from moothall.kernel import allow, gate
from moothall.kernel.act import Act
from moothall.kernel.capability import capabilities
from moothall.kernel.doors import lists
from moothall.kernel.doors.rendering import render
from moothall.kernel.doors.web import act_of, page
from moothall.kernel.geo import Spot
from moothall.kernel.refusal import Refused

TYPE = "type"
USUAL_MILES = "3"


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter: a type of what was found, how many of it, and whether only that is shown."""

    type: str
    title: str
    count: str
    href: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """What was ``asked`` and found: ``number`` in all (said as ``total``), by ``chips``, a page of them.

    ``next`` is the cursor of the page behind, which is asked for by POST where it ``is_near`` a postcode.
    """

    form: SearchForm
    asked: dict[str, str]
    type: str
    is_near: bool
    is_searched: bool
    number: int
    total: str
    chips: list[Chip]
    found: tuple[queries.ItemFound, ...]
    titles: dict[str, str]
    next: str
    next_href: str
    first_href: str


@page(allow=allow.anyone)
def search(request: HttpRequest) -> HttpResponseBase:
    """What is found for the words in the address; near a postcode, which comes by POST, nearest first."""
    form = SearchForm(request.POST if request.method == "POST" else request.GET)
    is_usable = form.is_valid()
    asked = {name: str(form.cleaned_data.get(name) or "") for name in ("q", "postcode", "miles")}
    if request.method == "POST" and is_usable and not asked["postcode"]:
        return HttpResponseRedirect(f"{reverse('search:search')}?{urlencode({'q': asked['q']})}")
    act, given = act_of(request), request.POST if request.method == "POST" else request.GET
    type, cursor = given.get(TYPE, ""), given.get(lists.CURSOR, "")
    with gate.reading(act):
        spot = _spot(act, form, asked["postcode"]) if request.method == "POST" else None
        found = _found(act, asked, type=type, cursor=cursor, spot=spot)
    shown = _page(request, form, asked, found, type=type, is_near=spot is not None)
    status = 422 if request.method == "POST" and form.errors else 200
    return render(request, "search/search.html", shown, status=status)


def _spot(act: Act, form: SearchForm, postcode: str) -> Spot | None:
    try:
        return queries.spot_of(act, postcode=postcode) if postcode else None
    except Refused as refused:
        form.add_refusal(refused)
        return None


def _found(act: Act, asked: dict[str, str], *, type: str, cursor: str, spot: Spot | None) -> queries.Results:
    metres = float(asked["miles"] or USUAL_MILES) * METRES_A_MILE
    return queries.results(act, words=asked["q"], type=type, spot=spot, within_metres=metres, cursor=cursor)


def _page(
    request: HttpRequest,
    form: SearchForm,
    asked: dict[str, str],
    found: queries.Results,
    *,
    type: str,
    is_near: bool,
) -> SearchPage:
    """What was found, with the filters above and the way on below."""
    counts = found.counts
    number = counts.get(type, 0) if type else sum(counts.values())
    return SearchPage(
        form=form,
        asked=asked,
        type=type,
        is_near=is_near,
        is_searched=bool(rules.asked(asked["q"])),
        number=number,
        total=_counted(number),
        chips=_chips(counts, asked["q"], type),
        found=found.page.items,
        titles=_titles(),
        next=found.page.next,
        **lists.hrefs(request, found.page),
    )


def _chips(counts: dict[str, int], words: str, chosen: str) -> list[Chip]:
    titles = _titles()
    kinds = [one for one in titles if one in counts or one == chosen]
    kinds += sorted(counts.keys() - titles.keys())
    every = Chip("", _("All"), _counted(sum(counts.values())), _href(words, ""), not chosen)
    return [every, *(_chip(one, titles.get(one, one), counts, words, chosen) for one in kinds)]


def _chip(type: str, title: str, counts: dict[str, int], words: str, chosen: str) -> Chip:
    return Chip(type, title, _counted(counts.get(type, 0)), _href(words, type), type == chosen)


def _href(words: str, type: str) -> str:
    return "?" + urlencode({"q": words} | ({TYPE: type} if type else {}))


def _titles() -> dict[str, str]:
    """What everything that can be searched is called, in order."""
    declared = [one for each in capabilities() for one in each.searched]
    return {one.type: str(one.title) for one in sorted(declared, key=lambda one: one.order)}


def _counted(number: int) -> str:
    """A number as it is said; of very many only the first are counted."""
    if number < queries.COUNTED:
        return f"{number:,}"
    return _("more than %(number)s") % {"number": f"{queries.COUNTED - 1:,}"}
