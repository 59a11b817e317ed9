"""A journey with its pack and its answers: what is asked next, what was told, what it costs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from moothall.foundations.journeys.rules.state import Remembered
from moothall.kernel.packs import fees, kinds
from moothall.kernel.packs.route import Route, Stop, item_numbers, route
from moothall.kernel.packs.schema import GroupSpec, StepSpec
from moothall.kernel.packs.shelf import Published
from moothall.kernel.packs.words import PackWords
from moothall.kernel.steps import Asking, ChargeLine, Row, Section, Step


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
        return route(self.published.pack, self.remembered.sheet, asks=kinds.asks, ends=kinds.ends)

    @cached_property
    def words(self) -> PackWords:
        """The pack's words in the language of the person."""
        return self.published.words(self.language)

    def knows(self, remembered: Remembered) -> "Trip":
        """The same trip with more remembered."""
        return replace(self, remembered=remembered)

    def asking(self, key: str, spec: StepSpec, **more: Any) -> Asking[Any]:
        """What the step ``spec`` on page ``key`` may know."""
        return Asking(
            journey=self.id,
            step=key,
            settings=kinds.settings_of(spec),
            words=self.words,
            organisation=self.published.organisation,
            service=self.published.pack.name,
            person=self.person,
            answers=self.route.answers,
            answer=self.remembered.sheet.answers.get(key),
            at=self.at,
            language=self.language,
            known=self.remembered.known or {},
            pack=self.published.id,
            files=self.published.files,
            **more,
        )

    @cached_property
    def answered(self) -> Sequence[Stop]:
        """The stops on the route with a step and an answer."""
        answers = self.remembered.sheet.answers
        return [stop for stop in self.route.stops if stop.step is not None and stop.key in answers]

    @cached_property
    def charges(self) -> list[ChargeLine]:
        """Everything to be paid: the pack's fees, then what single steps charge."""
        lines = fees.charges(self.published.pack.fees, self.route.answers, self.words)
        for stop, kind, asking in self.steps():
            lines += kind.charge(asking, self.remembered.sheet.answers[stop.key])
        return lines

    @property
    def total_pence(self) -> int:
        """What it costs altogether."""
        return fees.total_pence(self.charges)

    def steps(self) -> Iterator[tuple[Stop, Step[Any], Asking[Any]]]:
        """Every answered step with its type and what it may know."""
        for stop in self.answered:
            assert stop.step is not None
            yield stop, kinds.kind_of(stop.step), self.asking(stop.key, stop.step)

    def silent_steps(self) -> Iterator[StepSpec]:
        """Steps without a page, the case first: what the answers set going."""
        pack = self.published.pack
        if pack.case is not None:
            yield pack.case_step
        for spec in pack.steps:
            if isinstance(spec, StepSpec) and not kinds.asks(spec.type):
                yield spec

    def leaving_steps(self) -> list[StepSpec]:
        """Steps for which the person visits an outside page before sending, if there is something to pay."""
        return (
            [spec for spec in self.silent_steps() if kinds.kind_of(spec).leaves] if self.total_pence else []
        )

    def rows(self, stop: Stop) -> Sequence[Row]:
        """The answer of a stop in words."""
        if stop.step is None:
            return ()
        answer = self.remembered.sheet.answers.get(stop.key)
        return kinds.kind_of(stop.step).summary(self.asking(stop.key, stop.step), answer)

    def told(self) -> tuple[Section, ...]:
        """Everything that was told, in order: a section for each step, and for each item of a group."""
        return tuple(
            Section(stop.key, self.title_of(stop), tuple(rows))
            for stop in self.answered
            if (rows := self.rows(stop))
        )

    def title_of(self, stop: Stop) -> str:
        """What a stop asks; inside a group with the number of the item."""
        title = self.words(f"{stop.words_key}.title")
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
        found = {}
        for stop in self.answered:
            rows = self.rows(stop) if stop.group is None else ()
            if rows:
                found[stop.key.replace("-", "_")] = rows[0].value
        return found
