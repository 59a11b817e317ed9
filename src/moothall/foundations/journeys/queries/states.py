"""A journey with its pack and its answers: what is asked next, what was answered, what it costs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from uuid import UUID

from moothall.foundations.journeys.rules.progress import Progress
from moothall.kernel.describing import Row, Section
from moothall.services.answers import item_numbers
from moothall.services.behaviour import StepTypes, answer_of
from moothall.services.charges import charge_lines, total_pence, with_answers
from moothall.services.conditions import comparisons
from moothall.services.pack_cache import PublishedPack
from moothall.services.route import GroupPage, Page, Route, StepPage, route
from moothall.services.schema import GroupSpec, StepSpec
from moothall.services.steps import (
    Answer,
    Asks,
    ChargeLine,
    Charges,
    Derives,
    HasAnswer,
    Holds,
    LeavesSite,
    Settings,
    StepContext,
)
from moothall.services.words import PackWords

Context = StepContext[Settings]

UNCHANGED = frozenset({"words", "_context"})
"""What is worked out of a journey and stays the same with other progress."""


@dataclass(frozen=True)
class JourneyState:
    """One journey at one moment. Without a ``person`` it is somebody who has not answered anything yet."""

    id: UUID
    published: PublishedPack
    progress: Progress
    at: datetime
    language: str
    person: UUID | None = None
    sent_at: datetime | None = None
    matter: UUID | None = None

    @property
    def service(self) -> str:
        """The name of the service."""
        return self.published.pack.name

    @cached_property
    def route(self) -> Route:
        """Where the answers lead."""
        pack = self.published.pack
        return route(pack, self.progress.answers, StepTypes(pack, self._context))

    @cached_property
    def words(self) -> PackWords:
        """The pack's words in the language of the person."""
        return self.published.words(self.language)

    def with_progress(self, progress: Progress) -> "JourneyState":
        """The journey with other progress. Its route is walked again only for other answers."""
        after = replace(self, progress=progress)
        kept = UNCHANGED | (frozenset({"route"}) if progress.answers == self.progress.answers else set())
        after.__dict__.update({name: self.__dict__[name] for name in kept if name in self.__dict__})
        return after

    @cached_property
    def _context(self) -> Context:
        """What every step may know, but for its settings and the answers."""
        return StepContext(
            journey=self.id,
            step="",
            settings=Settings(),
            words=self.words,
            organisation=self.published.organisation,
            service=self.service,
            person=self.person,
            answers={},
            at=self.at,
            language=self.language,
            pack=self.published.id,
            files=self.published.files,
            matter=self.matter,
        )

    def context_of(self, page: StepPage) -> Context:
        """What the step of ``page`` may know."""
        return replace(
            self._context,
            step=page.key,
            settings=page.step.settings,
            answers=self.route.answers,
            answer=self.answer(page),
        )

    def answer(self, page: StepPage) -> Answer:
        """What was answered on a page, or what its step derived; ``None`` if nothing was."""
        return answer_of(page, self.route, self.progress.answers)

    @cached_property
    def answered(self) -> Sequence[StepPage]:
        """The pages of steps on the route that have an answer."""
        answers = self.progress.answers.by_page
        on_route = (page for page in self.route.pages if isinstance(page, StepPage))
        return [page for page in on_route if page.key in answers]

    @cached_property
    def settled(self) -> Sequence[StepPage]:
        """Every step that is answered or needs no answer, in the order of the route."""
        return with_answers(self.route, self.progress.answers)

    @cached_property
    def charges(self) -> list[ChargeLine]:
        """Everything to be paid: what the steps charge, in their order."""
        return charge_lines(self.route, self.progress.answers, self.context_of)

    @property
    def total_pence(self) -> int:
        """What it costs altogether."""
        return total_pence(self.charges)

    @property
    def charge_reasons(self) -> list[str]:
        """Why it costs that, in sentences."""
        return [
            line
            for page in self.settled
            if isinstance(page.step.step_type, Charges)
            for line in page.step.step_type.charge_reasons(self.context_of(page), self.answer(page))
        ]

    def kept(self) -> Iterator[tuple[StepPage, Answer]]:
        """Every answer to a step that was ever typed, on the route or off it."""
        for key, answer in self.progress.answers.by_page.items():
            spec = self.published.pack.step(".".join(part for part in key.split(".") if not part.isdecimal()))
            if spec is not None:
                yield StepPage(key, spec), answer

    def silent_steps(self) -> Iterator[StepPage]:
        """Steps without a page, those of blocks (the case) first: what the answers set going."""
        for _, spec in self.published.pack.block_steps:
            yield StepPage(spec.id, spec)
        for spec in self.route.silent:
            yield StepPage(spec.id, spec)

    def leaving_steps(self) -> list[tuple[StepPage, LeavesSite[Settings]]]:
        """Steps for which the person visits an outside page before sending, if there is something to pay."""
        if not self.total_pence:
            return []
        found = ((page, page.step.step_type) for page in self.silent_steps())
        return [(page, step_type) for page, step_type in found if isinstance(step_type, LeavesSite)]

    def preview(self, page: Page) -> str:
        """What can be said already, on the page of a question that a later step selected."""
        for spec in self.route.silent:
            step_type = spec.step_type
            if isinstance(step_type, Derives) and page.key in step_type.selects_from(spec.settings):
                silent = StepPage(spec.id, spec)
                return step_type.preview(self.context_of(silent), self.answer(silent))
        return ""

    def contradiction(self, page: Page) -> str:
        """The pack's words for what its answer contradicts, if it does."""
        rule = self.route.contradictions.get(page.key)
        return self.words(f"must.{rule.say}") if rule else ""

    def contradicting(self, page: Page) -> Sequence[StepPage]:
        """The other answered pages that the contradiction is with."""
        rule = self.route.contradictions.get(page.key)
        said = {one.answer.split(".")[0] for one in comparisons(rule.that)} if rule else set()
        return [one for one in self.answered if one.key in said - {page.key}]

    def rows(self, page: Page) -> Sequence[Row]:
        """The answer of a page in words."""
        if isinstance(page, GroupPage) or not isinstance(page.step.step_type, HasAnswer):
            return ()
        return page.step.step_type.summary(self.context_of(page), self.answer(page))

    def sections(self) -> tuple[Section, ...]:
        """Everything that was answered and decided, in order: a section for each step, and for each item of
        a group."""
        return tuple(
            Section(page.key, self.title_of(page), tuple(rows))
            for page in self.settled
            if (rows := self.rows(page))
        )

    def title_of(self, page: StepPage) -> str:
        """What a page asks; inside a group with the number of the item."""
        key = f"{page.words_key}.title"
        title = self.words(key) if self.words.has(key) else ""
        if page.group is None or page.item is None:
            return title
        return f"{self.item_name(page.group, page.item)}: {title}"

    def item_name(self, group: GroupSpec, item: int) -> str:
        """Such as "Item 2"."""
        position = list(item_numbers(group, self.progress.answers)).index(item) + 1
        return f"{self.words(f'{group.id}.item')} {position}"

    def item_label(self, group: GroupSpec, item: int) -> str:
        """What an item is called in a list: the answer to the step that names it."""
        page = self.route.page(f"{group.id}.{item}.{group.labelled_by}")
        rows = self.rows(page) if page and page.key in self.progress.answers.by_page else ()
        return rows[0].value if rows else ""

    def values(self) -> Mapping[str, str]:
        """Every answer in words by the id of its step, for words that leave a blank for it (``{slot}``)."""
        found: dict[str, str] = {}
        for page in self.settled:
            if page.group is None and isinstance(page.step.step_type, HasAnswer):
                found |= page.step.step_type.values(self.context_of(page), self.answer(page))
        return found

    def answers_to_hold(self) -> Iterator[tuple[StepPage, Holds[Settings]]]:
        """The answered pages on the route whose steps hold something."""
        for page in self.answered:
            if isinstance(page.step.step_type, Holds):
                yield page, page.step.step_type


def depends_on(spec: StepSpec) -> Sequence[str]:
    """The steps that the answer to ``spec`` was given for."""
    return spec.step_type.depends_on(spec.settings) if isinstance(spec.step_type, Asks) else ()
