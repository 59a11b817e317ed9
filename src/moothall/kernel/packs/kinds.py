"""The step types that a pack's steps name, with their settings."""

import json
from functools import lru_cache
from typing import Any

from moothall.kernel.packs.schema import StepSpec
from moothall.kernel.steps import Settings, Step, step_types


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


def ends(step_type: str) -> bool:
    """Whether the page of such a step is where a journey stops."""
    found = step_types().get(step_type)
    return found is not None and found.ends


@lru_cache(maxsize=2_000)
def _settings(model: type[Settings], given: str) -> Settings:
    return model.model_validate_json(given)
