"""A journey with its pack and its answers: what is asked next, what was told, what it costs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from moothall.foundations.journeys.rules.state import Remembered
from moothall.kernel.telling import Row, Section
from moothall.services import kinds
from moothall.services.charges import answer_at, charge_lines, total_pence, with_answers
from moothall.services.conditions import comparisons
from moothall.services.route import Route, Stop, item_numbers, route
from moothall.services.schema import GroupSpec, StepSpec
from moothall.services.shelf import Published
from moothall.services.steps import Answer, Asking, ChargeLine, Step
from moothall.services.words import PackWords


@dataclass(frozen=True)
class Trip:
    """One journey at one moment. Without a ``person`` it is somebody who has not answered anything yet."""

    id: UUID
    published: Published
    remembered: Remembered
    at: datetime
    language: str
    person: UUID | None = None
    sent_at: datetime | None = None
    matter: UUID | None = None

    @cached_property
    def route(self) -> Route:
        """Where the answers lead."""
        pack = self.published.pack
        return route(pack, self.remembered.sheet, kinds.Steps(pack, self._asking))

    @cached_property
    def words(self) -> PackWords:
        """The pack's words in the language of the person."""
        return self.published.words(self.language)

    def knows(self, remembered: Remembered) -> "Trip":
        """The same trip with more remembered."""
        return replace(self, remembered=remembered)

    @cached_property
    def _asking(self) -> Asking[Any]:
        """What every step may know, but for its settings and the answers."""
        return Asking(
            journey=self.id,
            step="",
            settings=None,
            words=self.words,
            organisation=self.published.organisation,
            service=self.published.pack.name,
            person=self.person,
            answers={},
            at=self.at,
            language=self.language,
            known=self.remembered.known or {},
            pack=self.published.id,
            files=self.published.files,
            matter=self.matter,
        )

    def asking(self, key: str, spec: StepSpec, **more: Any) -> Asking[Any]:
        """What the step ``spec`` on page ``key`` may know."""
        answer = self.answer(Stop(key, spec))
        settings = kinds.settings_of(spec)
        return replace(
            self._asking, step=key, settings=settings, answers=self.route.answers, answer=answer, **more
        )

    def answer(self, stop: Stop) -> Answer:
        """What was answered at a stop, or what its step derived; ``None`` if nothing was."""
        return answer_at(stop, self.route, self.remembered.sheet)

    @cached_property
    def answered(self) -> Sequence[Stop]:
        """The stops on the route with a step and an answer."""
        answers = self.remembered.sheet.answers
        return [stop for stop in self.route.stops if stop.step is not None and stop.key in answers]

    @cached_property
    def charges(self) -> list[ChargeLine]:
        """Everything to be paid: what the steps charge, in their order."""
        return charge_lines(self.route, self.remembered.sheet, self._at)

    @property
    def total_pence(self) -> int:
        """What it costs altogether."""
        return total_pence(self.charges)

    @property
    def why_charged(self) -> list[str]:
        """Why it costs that, in sentences."""
        return [line for stop, kind, asking in self.settled() for line in kind.why(asking, asking.answer)]

    def _at(self, stop: Stop) -> Asking[Any]:
        assert stop.step is not None
        return self.asking(stop.key, stop.step)

    def steps(self) -> Iterator[tuple[Stop, Step[Any], Asking[Any]]]:
        """Every answered step with its type and what it may know."""
        for stop in self.answered:
            assert stop.step is not None
            yield stop, kinds.kind_of(stop.step), self._at(stop)

    def kept(self) -> Iterator[tuple[str, StepSpec, Answer]]:
        """Every answer that was ever typed with its page and step, on the route or off it."""
        for key, answer in self.remembered.sheet.answers.items():
            name = ".".join(part for part in key.split(".") if not part.isdecimal())
            spec = self.published.pack.step(name)
            if spec is not None:
                yield key, spec, answer

    def settled(self) -> Iterator[tuple[Stop, Step[Any], Asking[Any]]]:
        """Every step that is answered or needs no answer, in the order of the route."""
        for stop in with_answers(self.route, self.remembered.sheet):
            assert stop.step is not None
            yield stop, kinds.kind_of(stop.step), self._at(stop)

    def silent_steps(self) -> Iterator[StepSpec]:
        """Steps without a page, the case first: what the answers set going."""
        pack = self.published.pack
        if pack.case is not None:
            yield pack.case_step
        yield from self.route.silent

    def leaving_steps(self) -> list[StepSpec]:
        """Steps for which the person visits an outside page before sending, if there is something to pay."""
        return (
            [spec for spec in self.silent_steps() if kinds.kind_of(spec).leaves] if self.total_pence else []
        )

    def foreseen(self, stop: Stop) -> str:
        """What can be said already, on the page of a question that a later step chose to ask."""
        for spec in self.route.silent:
            kind = kinds.kind_of(spec)
            if stop.key in kind.chooses(kinds.settings_of(spec)):
                asking = self.asking(spec.id, spec)
                return kind.foresees(asking, asking.answer)
        return ""

    def contradiction(self, stop: Stop) -> str:
        """The pack's words for what its answer contradicts, if it does."""
        rule = self.route.contradictions.get(stop.key)
        return self.words(f"must.{rule.say}") if rule else ""

    def contradicting(self, stop: Stop) -> Sequence[Stop]:
        """The other answered stops that the contradiction is with."""
        rule = self.route.contradictions.get(stop.key)
        said = {one.answer.split(".")[0] for one in comparisons(rule.that)} if rule else set()
        return [one for one in self.answered if one.key in said - {stop.key}]

    def rows(self, stop: Stop) -> Sequence[Row]:
        """The answer of a stop in words."""
        if stop.step is None:
            return ()
        return kinds.kind_of(stop.step).summary(self._at(stop), self.answer(stop))

    def told(self) -> tuple[Section, ...]:
        """Everything that was told and decided, in order: a section for each step, and for each item of a
        group."""
        return tuple(
            Section(stop.key, self.title_of(stop), tuple(rows))
            for stop, _, _ in self.settled()
            if (rows := self.rows(stop))
        )

    def title_of(self, stop: Stop) -> str:
        """What a stop asks; inside a group with the number of the item."""
        key = f"{stop.words_key}.title"
        title = self.words(key) if self.words.has(key) else ""
        if stop.group is None or stop.item is None:
            return title
        return f"{self.item_name(stop.group, stop.item)}: {title}"

    def item_name(self, group: GroupSpec, item: int) -> str:
        """Such as "Item 2"."""
        position = list(item_numbers(group, self.remembered.sheet)).index(item) + 1
        return f"{self.words(f'{group.id}.item')} {position}"

    def item_label(self, group: GroupSpec, item: int) -> str:
        """What an item is called in a list: the answer to the step that names it."""
        stop = self.route.stop(f"{group.id}.{item}.{group.labelled_by}")
        rows = self.rows(stop) if stop and stop.key in self.remembered.sheet.answers else ()
        return rows[0].value if rows else ""

    def values(self) -> Mapping[str, str]:
        """Every answer in words by the id of its step, for words that leave a blank for it (``{slot}``)."""
        found: dict[str, str] = {}
        for stop, kind, asking in self.settled():
            if stop.group is None:
                found |= kind.values(asking, asking.answer)
        return found
