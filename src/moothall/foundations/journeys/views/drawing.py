"""What the pages of a journey show."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from moothall.design import fields, forms, words
from moothall.foundations.journeys import queries
from moothall.foundations.journeys.queries import paths
from moothall.foundations.journeys.queries.trips import Trip
from moothall.foundations.journeys.rules.prose import prose
from moothall.kernel.act import Act
from moothall.services import kinds
from moothall.services.route import Stop, item_numbers
from moothall.services.schema import GroupSpec
from moothall.services.shelf import Published


def common(trip: Trip) -> dict[str, Any]:
    """What every page of a journey needs."""
    pack = trip.published.pack
    return {
        "trip": trip,
        "words": trip.words,
        "prose": prose,
        "service_title": trip.words("service.title"),
        "organisation": trip.published.organisation_name,
        "sensitive": pack.sensitive,
        "unreviewed": trip.published.is_unreviewed(trip.language),
        "save_href": paths.page(pack.name, trip.id, "save") if trip.person else "",
        "list_href": paths.journey(pack.name, trip.id) if trip.person and pack.sections else "",
    }


def stop_page(
    request: HttpRequest, act: Act, trip: Trip, stop: Stop, *, form: Any, key: str = "", stale: bool = False,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The page of one stop. ``stale``: its protection ran out, so it has to be sent once more."""
    shown = common(trip) | {
        "form": form,
        "key": key,
        "stale": stale,
        "back": back_from(trip, stop),
        "gone": trip.remembered.gone.get(stop.key, ""),
        "contradiction": trip.contradiction(stop),
        "others": _contradicting(trip, stop),
        "foreseen": trip.foreseen(stop),
        "has_files": any(field.widget.needs_multipart_form for field in form.fields.values())
        if form
        else False,
    }
    if stop.step is None:
        return render(request, "journeys/items.html", shown | _items(trip, stop), status=status)
    asking = trip.asking(stop.key, stop.step)
    kind = kinds.kind_of(stop.step)
    in_group = stop.group is not None and stop.item is not None and stop.group.repeat.most > 1
    shown |= {
        "asking": asking,
        "title": trip.words(f"{stop.words_key}.title"),
        "item": trip.item_name(stop.group, stop.item) if in_group and stop.group and stop.item else "",
        **kind.page(act, asking),
    }
    return render(request, kind.template, shown, status=status)


def _contradicting(trip: Trip, stop: Stop) -> list[dict[str, str]]:
    """The other answers that the answer of ``stop`` does not go with, each with its page."""
    service = trip.published.pack.name
    return [
        {"key": row.label, "value": row.value, "href": paths.page(service, trip.id, other.key)}
        for other in trip.contradicting(stop)
        for row in trip.rows(other)
    ]


def form_of(act: Act, trip: Trip, stop: Stop, typed: Any = None, files: Any = None) -> Any:
    """The form of a stop's page, bound to what was typed."""
    if stop.step is not None:
        return kinds.kind_of(stop.step).form(act, trip.asking(stop.key, stop.step), typed, files)
    assert stop.group is not None
    full = len(item_numbers(stop.group, trip.remembered.sheet)) >= stop.group.repeat.most
    question = fields.YesNo(trip.words(f"{stop.group.id}.another"))
    return forms.Form.of({} if full else {"more": question})(typed)


def back_from(trip: Trip, stop: Stop) -> str:
    """The page before: an earlier stop, the task list, or the start."""
    service = trip.published.pack.name
    if trip.person is None:
        return paths.start(service)
    earlier = trip.route.before(stop.key)
    if earlier is None:
        return paths.journey(service, trip.id) if trip.published.pack.sections else paths.start(service)
    return paths.page(service, trip.id, earlier.key)


def tasks_page(request: HttpRequest, trip: Trip) -> HttpResponse:
    """The parts of a longer service, and what is left of each."""
    pack = trip.published.pack
    tasks = [task for name in pack.sections if (task := _task(trip, name))]
    done = sum(task["done"] for task in tasks)
    complete = trip.route.is_complete
    tasks.append(
        {
            "text": _("Check your answers and send"),
            "href": paths.page(pack.name, trip.id, "check") if complete else "",
            "status": _("Ready") if complete else _("Cannot start yet"),
            "done": False,
        }
    )
    shown = common(trip) | {
        "tasks": tasks,
        "done": done,
        "of": len(tasks) - 1,
        "back": paths.start(pack.name),
    }
    return render(request, "journeys/tasks.html", shown)


def _task(trip: Trip, section: str) -> dict[str, Any] | None:
    stops = [stop for stop in trip.route.stops if stop.section == section]
    if not stops:
        return None
    left = [stop for stop in stops if stop in trip.route.open]
    target = (left or stops)[0]
    status = _("Completed") if not left else _("Not started") if len(left) == len(stops) else _("Begun")
    return {
        "text": trip.words(f"section.{section}"),
        "href": paths.page(trip.published.pack.name, trip.id, target.key),
        "status": status,
        "done": not left,
    }


def _items(trip: Trip, stop: Stop) -> dict[str, Any]:
    assert stop.group is not None
    group, service = stop.group, trip.published.pack.name
    numbers = item_numbers(group, trip.remembered.sheet)
    items = [
        {
            "number": number,
            "name": trip.item_name(group, number),
            "label": trip.item_label(group, number) or _("Not finished"),
            "change": paths.page(service, trip.id, f"{group.id}.{number}.{group.steps[0].id}"),
            "can_go": len(numbers) > group.repeat.least,
        }
        for number in numbers
    ]
    return {
        "items": items,
        "group": group.id,
        "title": trip.words(f"{group.id}.title"),
        "most": group.repeat.most,
    }


def check_page(
    request: HttpRequest, trip: Trip, *, form: forms.Form, refusal: str = "", status: int = 200
) -> HttpResponse:
    """Every answer with a way to change it, what it costs, and the button that sends it."""
    last = trip.route.stops[-1] if trip.route.stops else None
    service = trip.published.pack.name
    shown = common(trip) | {
        "words": trip.words.filled(**trip.values()),
        "form": form,
        "refusal": refusal,
        "cards": _cards(trip),
        "lines": [{"text": line.words, "amount_pence": line.amount_pence} for line in trip.charges],
        "total_pence": trip.total_pence,
        "why": trip.why_charged,
        "pays": bool(trip.leaving_steps()),
        "check_href": paths.page(service, trip.id, "check"),
        "back": paths.page(service, trip.id, last.key) if last else paths.start(service),
    }
    return render(request, "journeys/check.html", shown, status=status)


def check_form(trip: Trip, typed: Any = None) -> forms.Form:
    """The declaration, if the pack wants one."""
    if not trip.published.pack.declaration:
        return forms.Form(typed if typed is None else {})
    statement = fields.Declaration(trip.words("declaration.statement"))
    return forms.Form.of({"declaration": statement})(typed, initial={"declaration": trip.remembered.declared})


def _cards(trip: Trip) -> list[dict[str, Any]]:
    """The answers in the order they were asked, as cards: one for each run of answers of one section, one for
    each item of a group."""
    cards: list[dict[str, Any]] = []
    places: list[tuple[str | None, int]] = []
    for stop in trip.route.stops:
        group = stop.group if stop.group is not None and stop.group.repeat.most > 1 else None
        if stop.step is None:
            if cards:
                cards[-1] |= _list_link(trip, stop)
            continue
        place = (group.id if group else stop.section, stop.item or 0 if group else 0)
        if not places or places[-1] != place:
            title = "" if place in places else _card_title(trip, stop, group)
            cards.append({"title": title, "rows": []})
            places.append(place)
        href = paths.page(trip.published.pack.name, trip.id, stop.key)
        cards[-1]["rows"] += [{"key": row.label, "value": row.value, "href": href} for row in trip.rows(stop)]
    return [card for card in cards if card["rows"]]


def _list_link(trip: Trip, stop: Stop) -> dict[str, str]:
    """Below the last item of a group: the way to its list."""
    return {
        "list_href": paths.page(trip.published.pack.name, trip.id, stop.key),
        "list_words": trip.words(f"{stop.key}.title"),
    }


def _card_title(trip: Trip, stop: Stop, group: GroupSpec | None) -> str:
    if group is not None and stop.item is not None:
        return trip.item_name(group, stop.item)
    return trip.words(f"section.{stop.section}") if stop.section else ""


def start_page(request: HttpRequest, act: Act, published: Published, *, by: str) -> HttpResponse:
    """What the service is, what is needed, and where to begin or go on."""
    said = published.words(act.language)
    service = published.pack.name
    begun = queries.begun(act, service=service) if act.subject is not None else []
    shown = {
        "words": said,
        "prose": prose,
        "title": said("service.title"),
        "organisation": published.organisation_name,
        "unreviewed": published.is_unreviewed(act.language),
        "sensitive": published.pack.sensitive,
        "begun": [_begun(one) for one in begun],
        "first_href": paths.first(service) + (f"?by={by}" if by else ""),
    }
    return render(request, "journeys/start.html", shown)


def choice_page(request: HttpRequest, offers: list[Published]) -> HttpResponse:
    """Which of several organisations to turn to."""
    shown = [
        {
            "text": one.organisation_name,
            "href": f"{paths.start(one.pack.name)}?by={one.pack.organisation}",
            "words": one.words()("service.lead"),
        }
        for one in offers
    ]
    title = offers[0].words()("service.title")
    return render(request, "journeys/choice.html", {"offers": shown, "title": title})


def begun_page(request: HttpRequest, begun: Iterable[queries.Begun]) -> HttpResponse:
    """What somebody began and has not sent."""
    return render(request, "journeys/begun.html", {"begun": [_begun(one) for one in begun]})


def _begun(one: queries.Begun) -> dict[str, Any]:
    return {
        "title": one.title,
        "href": paths.journey(one.service, one.id),
        "touched": words.moment(timezone.localtime(one.updated_at)),
        "until": words.plain_date(timezone.localtime(one.until_at).date()),
    }
