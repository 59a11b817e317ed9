"""Which pages a set of answers leads to. Pure.

Everything ever typed stays in the answers; the route decides what of it counts. So changing an answer prunes
what is no longer asked, and changing it back brings it back. Steps that derive an answer (rules) work it out
on the way; of the questions that such a step selects from, only those are asked that still matter to it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from moothall.services.answers import Answers, item_numbers
from moothall.services.conditions import holds
from moothall.services.pack import Pack
from moothall.services.schema import GroupSpec, Must, StepSpec
from moothall.services.steps import Answer, StepFailed


@dataclass(frozen=True, slots=True)
class StepPage:
    """The page of one step of a journey (within ``item`` of ``group``); of a step without a page, where it
    stands on the route."""

    key: str
    step: StepSpec
    group: GroupSpec | None = None
    item: int | None = None

    @property
    def words_key(self) -> str:
        """The key of the words: ``items.kind`` for ``items.2.kind``."""
        return f"{self.group.id}.{self.step.id}" if self.group else self.key

    @property
    def section(self) -> str | None:
        """The part of the task list it belongs to."""
        return self.group.section if self.group else self.step.section


@dataclass(frozen=True, slots=True)
class GroupPage:
    """The page of a group itself: its items, and whether to add another."""

    key: str
    group: GroupSpec

    @property
    def words_key(self) -> str:
        """The key of the words."""
        return self.key

    @property
    def section(self) -> str | None:
        """The part of the task list it belongs to."""
        return self.group.section


Page = StepPage | GroupPage


@dataclass(frozen=True, slots=True)
class Failure:
    """That a step without a page could not be carried out, and why."""

    step: StepSpec
    words: str


@dataclass(frozen=True, slots=True)
class Route:
    """The pages in order (``pages``), with the answers that count, nested as conditions and steps see them.

    ``reached`` are all steps that the answers lead to, also those without a page. ``failure`` is where the
    route ends because a step could not be carried out. ``contradictions`` are the pages, by key, whose
    answers do not go with the others: they are open again.
    """

    pages: tuple[Page, ...]
    answers: Mapping[str, Answer]
    open: tuple[Page, ...]
    ends_at: StepPage | None = None
    reached: tuple[StepPage, ...] = ()
    failure: Failure | None = None
    contradictions: Mapping[str, Must] = field(default_factory=dict)

    def page(self, key: str) -> Page | None:
        """The page with this key, if the answers lead there."""
        return next((page for page in self.pages if page.key == key), None)

    def before(self, key: str) -> Page | None:
        """The page before the one with this key."""
        keys = [page.key for page in self.pages]
        return self.pages[keys.index(key) - 1] if key in keys and keys[0] != key else None

    @property
    def silent(self) -> tuple[StepSpec, ...]:
        """The steps without a page that the answers lead to."""
        pages = {page.key for page in self.pages}
        return tuple(page.step for page in self.reached if page.key not in pages)

    @property
    def is_complete(self) -> bool:
        """Whether everything that is asked has been answered and nothing ends the journey early."""
        return not self.open and self.ends_at is None and self.failure is None


class Behaviour(Protocol):
    """What the route needs to know of step types. ``open`` holds the first parts of the keys of pages that
    are on the way and not answered."""

    @property
    def day(self) -> date:
        """Today, for conditions that compare with it."""
        ...

    def asks(self, spec: StepSpec) -> bool:
        """Whether it has a page."""
        ...

    def ends_journey(self, spec: StepSpec) -> bool:
        """Whether its page is where a journey pages."""
        ...

    def derives(self, spec: StepSpec) -> bool:
        """Whether it works out an answer that nobody types."""
        ...

    def derive(self, spec: StepSpec, answers: Mapping[str, Answer], open: frozenset[str]) -> Answer:
        """That answer. Raises ``StepFailed``."""
        ...

    @property
    def selections(self) -> Mapping[str, Sequence[str]]:
        """The steps directly before a step of which it says what to ask, by its id; where it says that of
        any."""
        ...

    def select(
        self, spec: StepSpec, answers: Mapping[str, Answer], open: frozenset[str], among: Sequence[str]
    ) -> str | None:
        """Which of them to ask next; ``None`` when none matters any more. Raises ``StepFailed``."""
        ...


def route(pack: Pack, answers: Answers, steps: Behaviour) -> Route:
    """The route that ``answers`` lead to."""
    walk = _Walk(answers, steps)
    try:
        walk.go(pack)
    except _Stuck as stuck:
        walk.failure = stuck.failure
    contradicted = _contradictions(pack, walk)
    return Route(
        pages=tuple(walk.pages),
        answers=walk.answers,
        open=tuple(page for page in walk.pages if page in walk.open or page.key in contradicted),
        ends_at=walk.ends_at,
        reached=tuple(walk.reached),
        failure=walk.failure,
        contradictions=contradicted,
    )


def _contradictions(pack: Pack, walk: "_Walk") -> dict[str, Must]:
    """The first rule of each answered page that does not hold."""
    answered = {page.key for page in walk.pages if page not in walk.open}
    broken = [
        must for must in pack.must if must.on in answered and not holds(must.that, walk.answers, walk.day)
    ]
    return {must.on: must for must in reversed(broken)}


class _Stuck(Exception):
    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.words)
        self.failure = failure


class _Walk:
    """Goes through the pack once, collecting pages and the answers so far."""

    def __init__(self, answers: Answers, steps: Behaviour) -> None:
        self.given, self.steps, self.day = answers, steps, steps.day
        self.pages: list[Page] = []
        self.reached: list[StepPage] = []
        self.open: list[Page] = []
        self.answers: dict[str, Answer] = {}
        self.ends_at: StepPage | None = None
        self.failure: Failure | None = None

    def go(self, pack: Pack) -> None:
        """Visit every step that the answers lead to; those that a later step selects from, when it comes."""
        selected_by = self.steps.selections
        selected = {name for names in selected_by.values() for name in names}
        waiting: dict[str, StepSpec] = {}
        for spec in pack.steps:
            if self.ends_at is not None:
                return
            if isinstance(spec, StepSpec) and spec.id in selected:
                waiting[spec.id] = spec
            elif spec.when is None or holds(spec.when, self.answers, self.day):
                names = selected_by.get(spec.id, ())
                self._visit(spec, {name: waiting[name] for name in names if name in waiting})

    def _visit(self, spec: StepSpec | GroupSpec, among: Mapping[str, StepSpec]) -> None:
        if isinstance(spec, GroupSpec):
            self._visit_group(spec)
            return
        if among:
            self._ask_what_matters(spec, dict(among))
        self._page(StepPage(spec.id, spec), spec, self.answers)

    def _ask_what_matters(self, selector: StepSpec, left: dict[str, StepSpec]) -> None:
        """One question after the other, until nothing that is left matters or one is not answered yet."""
        while self.ends_at is None:
            among = [name for name, spec in left.items() if holds(spec.when, self.answers, self.day)]
            selected = self._select(selector, among) if among else None
            if selected is None:
                return
            spec = left.pop(selected)
            self._page(StepPage(spec.id, spec), spec, self.answers)
            if self.open and self.open[-1].key == selected:
                return

    def _visit_group(self, group: GroupSpec) -> None:
        items: list[dict[str, Answer]] = []
        for number in item_numbers(group, self.given):
            item: dict[str, Answer] = {}
            for spec in group.steps:
                if self.ends_at is None and holds(spec.when, {**self.answers, **item}, self.day):
                    self._page(StepPage(f"{group.id}.{number}.{spec.id}", spec, group, number), spec, item)
            items.append(item)
        self.answers[group.id] = [item for item in items if item]
        if self.ends_at is None and group.repeat.most > 1:
            self._add(GroupPage(group.id, group))

    def _page(self, page: StepPage, spec: StepSpec, into: dict[str, Answer]) -> None:
        self.reached.append(page)
        if self.steps.derives(spec):
            into[spec.id] = self._derive(spec)
        if not self.steps.asks(spec):
            return
        self._add(page)
        if page.key in self.given.by_page:
            into[spec.id] = self.given.by_page[page.key]
        if self.steps.ends_journey(spec):
            self.ends_at = page

    def _add(self, page: Page) -> None:
        self.pages.append(page)
        if page.key not in self.given.by_page:
            self.open.append(page)

    def _derive(self, spec: StepSpec) -> Answer:
        try:
            return self.steps.derive(spec, self.answers, self._open())
        except StepFailed as broken:
            raise _Stuck(Failure(spec, broken.words)) from broken

    def _select(self, spec: StepSpec, among: Sequence[str]) -> str | None:
        try:
            return self.steps.select(spec, self.answers, self._open(), among)
        except StepFailed as broken:
            raise _Stuck(Failure(spec, broken.words)) from broken

    def _open(self) -> frozenset[str]:
        return frozenset(page.key.split(".")[0] for page in self.open)
