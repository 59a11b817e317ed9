"""Setting what an organisation, or the place, wants otherwise."""

from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from moothall.kernel import allow, clock, constraints, settings
from moothall.kernel.act import Act, Role
from moothall.kernel.gate import operation
from moothall.kernel.models import Setting
from moothall.kernel.queries.settings import latest
from moothall.kernel.refusal import Conflict, NotAllowed, NotFound, Refused

CHANGED = cast(
    str,
    gettext_lazy("Somebody else changed these settings meanwhile. Look at what they set, then save again."),
)
WRONG = gettext_lazy("This does not fit here")
WORDS = {
    "greater_than_equal": gettext_lazy("This is too small"),
    "less_than_equal": gettext_lazy("This is too large"),
    "missing": gettext_lazy("Enter this"),
    "string_too_short": gettext_lazy("Enter this"),
    "string_too_long": gettext_lazy("This is too long"),
    "string_pattern_mismatch": gettext_lazy("This is not written as it should be"),
}
"""What is wrong with a value, by pydantic's name for it."""
constraints.register_message("kernel_setting_version_once", CHANGED)


@operation(allow=allow.system | allow.operator | allow.staff("settings.edit"))
def change_settings(
    act: Act, *, capability: str, content: dict[str, Any], after: int, organisation: UUID | None = None
) -> int:
    """Set what ``organisation`` (or, of none, the whole place) wants otherwise in ``capability``.

    ``content`` is what is set, whole; what is left out is as the place or the default has it. ``after`` is
    the version it was changed from (0: there was none). Returns the new version. Refused with words per field
    when the capability's model refuses a value, and as a ``Conflict`` when the version is not the last one.
    """
    model = settings.models().get(capability)
    if model is None:
        raise NotFound(_("There is nothing to set there."))
    if organisation is None and act.role not in {Role.OPERATOR, Role.SYSTEM}:
        raise NotAllowed(_("Only those who run the place set this for all of it."))
    checked = _checked(model, content, for_place=organisation is None)
    last = latest(capability, organisation)
    if (last.version if last else 0) != after:
        raise Conflict(CHANGED)
    row = Setting(
        id=clock.uuid7(act.at), organisation_id=organisation, capability=capability, content=checked,
        version=after + 1, since_at=act.at, made_by_id=act.person,
    )  # fmt: skip
    Setting.objects.bulk_create([row])
    settings.forget()
    transaction.on_commit(settings.forget)
    return row.version


def _checked(model: type[settings.Settings], content: dict[str, Any], *, for_place: bool) -> dict[str, Any]:
    """``content`` as JSON keeps it, only what was given. Raises ``Refused``, with words per field."""
    beyond = content.keys() - settings.asked(model, for_place=for_place).keys()
    if beyond:
        words = _("There is no such setting here.")
        raise Refused(words, fields=dict.fromkeys(beyond, words))
    try:
        return model.model_validate(content).model_dump(mode="json", include=set(content))
    except ValidationError as broken:
        raise Refused(_("Some of it cannot be set so."), fields=in_words(broken)) from broken


def in_words(broken: ValidationError) -> dict[str, str]:
    """What a model refuses, in words per field."""
    return {str(error["loc"][0]): str(WORDS.get(error["type"], WRONG)) for error in broken.errors()}
