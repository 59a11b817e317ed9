"""The step types on offer, by name."""

from collections.abc import Callable
from typing import Any, TypeVar

from moothall.kernel.extension import Registry
from moothall.services.steps.base import StepType

AnyStepType = StepType[Any]
"""A step type, whatever its settings."""

STEP_TYPES = Registry[str, AnyStepType]("step type")
"""What packs may name as the type of a step."""

T = TypeVar("T", bound=type[AnyStepType])


class MissingStepType(LookupError):
    """A pack names a step type that no capability offers."""


def step(name: str) -> Callable[[T], T]:
    """Offer the class as the step type ``name``, such as ``bookings.slot``."""

    def decorate(cls: T) -> T:
        cls.name = name
        STEP_TYPES.offer(name, cls(), by=cls)
        return cls

    return decorate


def step_type(name: str) -> AnyStepType:
    """The step type ``name``. Raises ``MissingStepType``."""
    found = STEP_TYPES.get(name)
    if found is None:
        raise MissingStepType(name)
    return found
