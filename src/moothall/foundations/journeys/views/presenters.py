"""What the pages of a journey show."""

from collections.abc import Iterable, Sequence
from typing import NotRequired, TypedDict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from moothall.design import fields, forms, words
from moothall.foundations.journeys import queries
from moothall.foundations.journeys.blocks import wants_declaration
from moothall.foundations.journeys.queries import paths
from moothall.foundations.journeys.queries.states import JourneyState
from moothall.foundations.journeys.rules.prose import prose
from moothall.kernel.act import Act
from moothall.kernel.refusal import NotFound
from moothall.services.answers import item_numbers
from moothall.services.pack_cache import PublishedPack
from moothall.services.route import GroupPage, Page, StepPage
from moothall.services.schema import GroupSpec
from moothall.services.steps import Asks, StepForm, Typed

Shown = dict[str, object]
"""What a template is given."""


def common(state: JourneyState) -> Shown:
    """What every page of a journey needs."""
    pack = state.published.pack
    return {
        "state": state,
        "words": state.words,
        "prose": prose,
        "service_title": state.words("service.title"),
        "organisation": state.published.organisation_name,
        "sensitive": pack.sensitive,
        "unreviewed": state.published.is_unreviewed(state.language),
        "save_href": paths.page(pack.name, state.id, "save") if state.person else "",
        "list_href": paths.journey(pack.name, state.id) if state.person and pack.sections else "",
    }


def question_page(
    request: HttpRequest, act: Act, state: JourneyState, page: Page, *, form: StepForm | None, key: str,
    stale: bool = False, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """One question, or the items of a group. ``stale``: its protection ran out, so it has to be sent once
    more."""
    shown = common(state) | {
        "form": form,
        "key": key,
        "stale": stale,
        "back": back_from(state, page),
        "gone": state.progress.gone.get(page.key, ""),
        "contradiction": state.contradiction(page),
        "others": _contradicting(state, page),
        "preview": state.preview(page),
        "has_files": form is not None and form.is_multipart(),
    }
    if isinstance(page, GroupPage):
        return render(request, "journeys/items.html", shown | _items(state, page), status=status)
    if not isinstance(page.step.step_type, Asks):
        raise NotFound(_("We could not find that page."))
    context, is_item = state.context_of(page), page.group is not None and page.group.repeat.most > 1
    shown |= {
        "context": context,
        "title": state.words(f"{page.words_key}.title"),
        "item": state.item_name(page.group, page.item) if is_item and page.group and page.item else "",
        **page.step.step_type.page_context(act, context),
    }
    return render(request, page.step.step_type.template, shown, status=status)


def _contradicting(state: JourneyState, page: Page) -> list[dict[str, str]]:
    """The other answers that the answer of ``page`` does not go with, each with its page."""
    return [
        {"key": row.label, "value": row.value, "href": paths.page(state.service, state.id, other.key)}
        for other in state.contradicting(page)
        for row in state.rows(other)
    ]


def form_of(
    act: Act, state: JourneyState, page: Page, typed: Typed | None = None, files: Typed | None = None
) -> StepForm | None:
    """The form of a page, bound to what was typed."""
    if isinstance(page, GroupPage):
        full = len(item_numbers(page.group, state.progress.answers)) >= page.group.repeat.most
        question = fields.YesNo(state.words(f"{page.group.id}.another"))
        return forms.Form.of({} if full else {"more": question})(typed)
    step_type = page.step.step_type
    return step_type.form(act, state.context_of(page), typed, files) if isinstance(step_type, Asks) else None


def back_from(state: JourneyState, page: Page) -> str:
    """The page before: an earlier page, the task list, or the start."""
    service = state.service
    if state.person is None:
        return paths.start(service)
    earlier = state.route.before(page.key)
    if earlier is None:
        return paths.journey(service, state.id) if state.published.pack.sections else paths.start(service)
    return paths.page(service, state.id, earlier.key)


def tasks_page(request: HttpRequest, state: JourneyState) -> HttpResponse:
    """The parts of a longer service, and what is left of each."""
    pack = state.published.pack
    tasks = [task for name in pack.sections if (task := _task(state, name))]
    done = sum(bool(task["done"]) for task in tasks)
    complete = state.route.is_complete
    tasks.append(
        {
            "text": _("Check your answers and send"),
            "href": paths.page(pack.name, state.id, "check") if complete else "",
            "status": _("Ready") if complete else _("Cannot start yet"),
            "done": False,
        }
    )
    shown = common(state) | {
        "tasks": tasks,
        "done": done,
        "of": len(tasks) - 1,
        "back": paths.start(pack.name),
    }
    return render(request, "journeys/tasks.html", shown)


def _task(state: JourneyState, section: str) -> Shown | None:
    pages = [page for page in state.route.pages if page.section == section]
    if not pages:
        return None
    left = [page for page in pages if page in state.route.open]
    target = (left or pages)[0]
    status = _("Completed") if not left else _("Not started") if len(left) == len(pages) else _("Begun")
    return {
        "text": state.words(f"section.{section}"),
        "href": paths.page(state.service, state.id, target.key),
        "status": status,
        "done": not left,
    }


def _items(state: JourneyState, page: GroupPage) -> Shown:
    group, service = page.group, state.service
    numbers = item_numbers(group, state.progress.answers)
    items = [
        {
            "number": number,
            "name": state.item_name(group, number),
            "label": state.item_label(group, number) or _("Not finished"),
            "change": paths.page(service, state.id, f"{group.id}.{number}.{group.steps[0].id}"),
            "can_go": len(numbers) > group.repeat.least,
        }
        for number in numbers
    ]
    return {
        "items": items,
        "group": group.id,
        "title": state.words(f"{group.id}.title"),
        "most": group.repeat.most,
    }


def check_page(
    request: HttpRequest, state: JourneyState, *, form: forms.Form, refusal: str = "", status: int = 200
) -> HttpResponse:
    """Every answer with a way to change it, what it costs, and the button that sends it."""
    last = state.route.pages[-1] if state.route.pages else None
    service = state.service
    shown = common(state) | {
        "words": state.words.filled(**state.values()),
        "form": form,
        "refusal": refusal,
        "cards": _cards(state),
        "lines": [{"text": line.words, "amount_pence": line.amount_pence} for line in state.charges],
        "total_pence": state.total_pence,
        "why": state.charge_reasons,
        "pays": bool(state.leaving_steps()),
        "check_href": paths.page(service, state.id, "check"),
        "back": paths.page(service, state.id, last.key) if last else paths.start(service),
    }
    return render(request, "journeys/check.html", shown, status=status)


def check_form(state: JourneyState, typed: Typed | None = None) -> forms.Form:
    """The declaration, if the pack wants one."""
    if not wants_declaration(state.published.pack):
        return forms.Form(typed if typed is None else {})
    statement = fields.Declaration(state.words("declaration.statement"))
    return forms.Form.of({"declaration": statement})(typed, initial={"declaration": state.progress.declared})


class Card(TypedDict):
    """Some answers under one title; below the last item of a group, the way to its list."""

    title: str
    rows: list[dict[str, str]]
    list_href: NotRequired[str]
    list_words: NotRequired[str]


def _cards(state: JourneyState) -> list[Card]:
    """The answers in the order they were asked, as cards: one for each run of answers of one section, one for
    each item of a group."""
    cards: list[Card] = []
    places: list[tuple[str | None, int]] = []
    for page in state.route.pages:
        if isinstance(page, GroupPage):
            if cards:
                cards[-1]["list_href"] = paths.page(state.service, state.id, page.key)
                cards[-1]["list_words"] = state.words(f"{page.key}.title")
            continue
        group = page.group if page.group is not None and page.group.repeat.most > 1 else None
        place = (group.id if group else page.section, page.item or 0 if group else 0)
        if not places or places[-1] != place:
            title = "" if place in places else _card_title(state, page, group)
            cards.append({"title": title, "rows": []})
            places.append(place)
        href = paths.page(state.service, state.id, page.key)
        cards[-1]["rows"] += [
            {"key": row.label, "value": row.value, "href": href} for row in state.rows(page)
        ]
    return [card for card in cards if card["rows"]]


def _card_title(state: JourneyState, page: StepPage, group: GroupSpec | None) -> str:
    if group is not None and page.item is not None:
        return state.item_name(group, page.item)
    return state.words(f"section.{page.section}") if page.section else ""


def start_page(request: HttpRequest, act: Act, published: PublishedPack, *, by: str) -> HttpResponse:
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
        "coming": published.coming("start.before"),
    }
    return render(request, "journeys/start.html", shown)


def choice_page(request: HttpRequest, offers: Sequence[PublishedPack]) -> HttpResponse:
    """Which of several organisations to turn to."""
    shown = [
        {
            "text": one.organisation_name,
            "href": f"{paths.start(one.pack.name)}?by={one.organisation_slug}",
            "words": one.words()("service.lead"),
        }
        for one in offers
    ]
    title = offers[0].words()("service.title")
    return render(request, "journeys/choice.html", {"offers": shown, "title": title})


def begun_page(request: HttpRequest, begun: Iterable[queries.Begun]) -> HttpResponse:
    """What somebody began and has not sent."""
    return render(request, "journeys/begun.html", {"begun": [_begun(one) for one in begun]})


def _begun(one: queries.Begun) -> Shown:
    return {
        "title": one.title,
        "href": paths.journey(one.service, one.id),
        "touched": words.moment(timezone.localtime(one.updated_at)),
        "until": words.plain_date(timezone.localtime(one.until_at).date()),
    }
