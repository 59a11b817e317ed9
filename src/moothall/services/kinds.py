"""The step types that a pack's steps name, with their settings, and what they do to its route."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils import timezone

from moothall.services.conditions import Answers, found
from moothall.services.schema import Pack, StepSpec
from moothall.services.steps import Answer, Asking, Heard, Settings, Step, step_types


class MissingStepType(LookupError):
    """A pack names a step type that no capability offers."""


def kind_of(spec: StepSpec) -> Step[Any]:
    """The step type of ``spec``. Raises ``MissingStepType``."""
    found = step_types().get(spec.type)
    if found is None:
        raise MissingStepType(spec.type)
    return found


def settings_of(spec: StepSpec) -> Settings:
    """The settings of ``spec`` as its type declares them. Raises ``pydantic.ValidationError``."""
    return _settings(kind_of(spec).settings, json.dumps(dict(spec.settings), sort_keys=True))


def asks(step_type: str) -> bool:
    """Whether steps of this type have a page before check answers; no, if nobody offers the type."""
    found = step_types().get(step_type)
    return found is not None and found.has_page


@dataclass(frozen=True, slots=True)
class Steps:
    """The step types of ``pack`` as its route meets them (:class:`~moothall.services.route.Behaviour`);
    ``asking`` is what all of its steps may know, but for the answers."""

    pack: Pack
    asking: Asking[Any]

    @property
    def day(self) -> date:
        """The day of the place at which the journey is looked at."""
        return timezone.localtime(self.asking.at).date()

    def asks(self, spec: StepSpec) -> bool:
        """Whether it has a page; no, if nobody offers its type."""
        return asks(spec.type)

    def ends(self, spec: StepSpec) -> bool:
        """Whether its page is where a journey stops."""
        kind = step_types().get(spec.type)
        return kind is not None and type(kind).ends is not Step.ends and kind.ends(settings_of(spec))

    def derives(self, spec: StepSpec) -> bool:
        """Whether it works out an answer."""
        return spec.type in step_types() and kind_of(spec).derives

    def chooses(self, spec: StepSpec) -> Sequence[str]:
        """The steps before it among which it chooses."""
        return kind_of(spec).chooses(settings_of(spec)) if self.derives(spec) else ()

    def derive(self, spec: StepSpec, answers: Answers, open: frozenset[str]) -> Answer:
        """The answer it works out."""
        return kind_of(spec).derive(self._asking(spec, answers), self._heard(answers, open))

    def choose(
        self, spec: StepSpec, answers: Answers, open: frozenset[str], among: Sequence[str]
    ) -> str | None:
        """Which step to ask next."""
        return kind_of(spec).choose(self._asking(spec, answers), self._heard(answers, open), among)

    def _asking(self, spec: StepSpec, answers: Answers) -> Asking[Any]:
        return replace(self.asking, step=spec.id, settings=settings_of(spec), answers=answers)

    def _heard(self, answers: Answers, open: frozenset[str]) -> Heard:
        return Heard(lambda path: meant(self.pack, path, answers), lambda path: path.split(".")[0] in open)


def meant(pack: Pack, path: str, answers: Answers) -> Any:
    """What the answer at ``path`` means to a rule; for a step of a group, the list of what its items say."""
    value, spec = found(path, answers), pack.step(path)
    if value is None or spec is None or spec.type not in step_types():
        return value
    kind, settings = kind_of(spec), settings_of(spec)
    if "." in path and isinstance(value, list):
        return [kind.meaning(settings, one) for one in value]
    return kind.meaning(settings, value)


@lru_cache(maxsize=2_000)
def _settings(model: type[Settings], given: str) -> Settings:
    return model.model_validate_json(given)
