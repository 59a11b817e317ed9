"""A draft of a service on its page: its files, what is wrong with them, what changes, and who did what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from moothall.civic.builder import forms
from moothall.design.forms import Form
from moothall.kernel import allow, clock
from moothall.kernel.act import Act
from moothall.kernel.doors.rendering import render
from moothall.kernel.doors.web import act_of, page
from moothall.kernel.gate import reading
from moothall.kernel.manifest import Words
from moothall.services.comparing import Difference, differences
from moothall.services.meanings import meanings
from moothall.services.problems import Problem
from moothall.services.queries import drafts, packs
from moothall.services.queries.drafts import DraftShown, EntryShown
from moothall.services.reading import SERVICE, Content, PackMistaken, read_texts
from moothall.services.standing import standing
from moothall.services.states import OVER, State, What

DRAFTS = allow.staff("packs.draft")
SLOTS = "slots.yaml"
"""Stands among the files for what the organisation fills in."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something wrong with a draft: where, in words, and the way there."""

    where: str
    words: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Forms:
    """What can be typed on the page of a draft; what was refused stays typed."""

    ask: Form
    comment: Form
    review: Form
    publish: Form
    added: Form


@dataclass(frozen=True, slots=True)
class DraftPage:
    """One draft: its files, what is wrong with them, who did what, and what may be done."""

    shown: DraftShown
    stands: str
    files: Sequence[tuple[str, str]]
    problems: Sequence[Wrong]
    meanings: Sequence[tuple[str, str]]
    history: Sequence[tuple[EntryShown, Words]]
    forms: Forms
    errors: Form | None
    refused: str
    is_open: bool
    is_over: bool
    may_publish: bool
    may_review: bool
    may_take_back: bool
    key: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What a draft changes; ``None`` when its files cannot be read."""

    shown: DraftShown
    is_new: bool
    differences: Sequence[Difference] | None


@page(allow=DRAFTS)
def draft_page(request: HttpRequest, id: UUID) -> HttpResponse:
    """One draft."""
    return drawn(request, id, {})


def drawn(
    request: HttpRequest, id: UUID, typed: Mapping[str, Form], *, status: int = 200, refused: str = ""
) -> HttpResponse:
    """The page of a draft; ``typed`` are forms with what was typed into them and why it was refused."""
    act = act_of(request)
    with reading(act):
        content = _content(act, drafts.draft(act, id=id), refused, typed)
    return render(request, "builder/draft.html", content, status=status)


@page(allow=DRAFTS)
def compare_page(request: HttpRequest, id: UUID) -> HttpResponse:
    """What a draft changes of what is live, in words."""
    act = act_of(request)
    shown = drafts.draft(act, id=id)
    live = packs.live_pack(act, name=shown.pack, organisation=act.own_organisation)
    said = read_anyway(shown)
    found = differences(live.content if live else {}, said) if said is not None else None
    return render(request, "builder/compare.html", Compared(shown, live is None, found))


def read_anyway(shown: DraftShown) -> Content | None:
    """What the files of a draft say; nothing when they cannot be read."""
    try:
        return read_texts(shown.texts, shown.slots).content
    except PackMistaken:
        return None


def _content(act: Act, shown: DraftShown, refused: str, typed: Mapping[str, Form]) -> DraftPage:
    is_over = shown.state in OVER
    problems = () if is_over else drafts.problems_of_draft(act, id=shown.id)
    may = act.may("packs.publish")
    return DraftPage(
        shown=shown,
        stands=standing(shown),
        files=_files(shown),
        problems=[_wrong(one, shown) for one in problems],
        meanings=[] if is_over else meanings(act, shown),
        history=[(one, What(one.what).label) for one in shown.entries],
        forms=_forms(act, typed),
        errors=next(iter(typed.values()), None),
        refused=refused,
        is_open=shown.state == State.OPEN,
        is_over=is_over,
        may_publish=may and shown.state in {State.APPROVED, State.SCHEDULED},
        may_review=may and shown.state == State.WAITING,
        may_take_back=shown.state in {State.WAITING, State.APPROVED, State.SCHEDULED},
        key=clock.token(),
    )


def _forms(act: Act, typed: Mapping[str, Form]) -> Forms:
    blank = Forms(
        ask=forms.reason(),
        comment=forms.words(),
        review=forms.review(),
        publish=forms.begins(timezone.localtime(act.at).date()),
        added=forms.added(),
    )
    return replace(blank, **typed)


def _files(shown: DraftShown) -> list[tuple[str, str]]:
    """The files and where each is read and changed: the service first, then its words, then the rest."""
    paths = sorted(shown.texts, key=lambda path: (path != SERVICE, "/" in path, path))
    address = reverse("builder:file", args=[shown.id])
    return [(path, f"{address}?path={path}") for path in [*paths, SLOTS]]


def _wrong(problem: Problem, shown: DraftShown) -> Wrong:
    """A problem with where it is and the way there."""
    where = str(problem).removesuffix(f": {problem.words}")
    place = problem.place
    path = place.file if place else SLOTS if problem.way[:1] == ("slots",) else ""
    if path not in {*shown.texts, SLOTS}:
        return Wrong(where, problem.words)
    href = f"{reverse('builder:file', args=[shown.id])}?path={path}"
    line = _("line %(number)s") % {"number": place.line} if place else ""
    return Wrong(f"{path}, {line}" if line else where, problem.words, href)
