"""What organisations set for themselves: a typed model of each capability, named in its manifest.

A capability declares a frozen model whose fields say what to ask (:class:`Asked`)::

    class BookingSettings(Settings):
        title = _("Bookings")
        hold_minutes: Annotated[int, Field(ge=5, le=120), Asked(_("Minutes a place is held"))] = 20

and reads it with ``settings.of(BookingSettings, organisation=…)``: what the organisation set, else what the
place set, else the default. Every version stays (:class:`moothall.kernel.models.Setting`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django.apps import AppConfig, apps
from django.core.cache import caches
from django.utils.functional import Promise
from pydantic import BaseModel, ConfigDict, ValidationError

from moothall.kernel import act as acts
from moothall.kernel import context
from moothall.kernel.fetching import fetch

SECONDS = 60
"""How long a process may go on with what it knows of a setting."""
TURN = "settings turn"
CURRENT = "SELECT moothall.settings_of(%s, %s)"


class Settings(BaseModel):
    """The settings of one capability; ``title`` heads their page."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
    title: ClassVar[str | Promise] = ""


@dataclass(frozen=True, eq=False)
class Asked:
    """How a setting is asked for on its page. One that ``is_of_place`` no organisation sets for itself;
    ``options`` are words for the values of a choice. What ``is_secret`` is never shown again; what
    ``leads_to`` a ``host`` or a ``url`` may lead outside only. Known by identity: comparing would translate
    too early."""

    label: str | Promise
    hint: str | Promise = ""
    is_of_place: bool = False
    options: tuple[tuple[str, str | Promise], ...] = ()
    is_secret: bool = False
    leads_to: str = ""


S = TypeVar("S", bound=Settings)


def models() -> dict[str, type[Settings]]:
    """The settings of every capability that has some, by its name, lowest storey first."""
    found = ((name_of(config), getattr(config, "settings", None)) for config in apps.get_app_configs())
    return {name: model for name, model in found if isinstance(model, type) and issubclass(model, Settings)}


def name_of(config: AppConfig) -> str:
    """The name of a capability: that of its folder."""
    return config.name.rpartition(".")[2]


def asked(model: type[Settings], *, for_place: bool) -> dict[str, Asked]:
    """How each field of ``model`` is asked for, by its name: of the place all, of an organisation its own."""
    return {name: one for name, one in asked_of(model).items() if for_place or not one.is_of_place}


def asked_of(model: type[BaseModel]) -> dict[str, Asked]:
    """How each field of a model is asked for, by its name."""
    return {
        name: next(one for one in field.metadata if isinstance(one, Asked))
        for name, field in model.model_fields.items()
    }


def of(model: type[S], *, organisation: UUID | None = None) -> S:
    """The settings in force for ``organisation``, or for the place; remembered for a minute per process."""
    key = _key(model, organisation)
    found: S | None = caches["memory"].get(key)
    if found is None:
        name = next(name for name, known in models().items() if known is model)
        found = read(model, stored(name, organisation))
        caches["memory"].set(key, found, SECONDS)
    return found


def forget() -> None:
    """Have this process read settings again, after some were changed."""
    caches["memory"].set(TURN, turn() + 1, None)


def read(model: type[S], content: Mapping[str, Any]) -> S:
    """``content`` as it was stored, by an older version of ``model`` perhaps: what does not fit it any more
    is as if it had not been set."""
    known = {name: value for name, value in content.items() if name in model.model_fields}
    try:
        return model.model_validate(known)
    except ValidationError as broken:
        wrong = {error["loc"][0] for error in broken.errors()}
        return model.model_validate({name: value for name, value in known.items() if name not in wrong})


def stored(name: str, organisation: UUID | None) -> dict[str, Any]:
    """What is set under ``name`` by the place, and over it by the organisation."""
    with context.acting(context.current() or acts.public()):
        return fetch(_whole, CURRENT, name, organisation)[0]


def _whole(content: str) -> dict[str, Any]:
    return dict(json.loads(content))


def _key(model: type[Settings], organisation: UUID | None) -> str:
    return f"settings {turn()} {model.__module__}.{model.__qualname__} {organisation}"


def turn() -> int:
    """How often settings were changed in this process."""
    return int(caches["memory"].get(TURN, 0))
