"""Fields drawn from a model of settings: text, number, choice, yes or no, time, list."""

from collections.abc import Callable, Mapping
from datetime import time
from types import UnionType
from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Le, MaxLen
from django.utils.translation import gettext_lazy as _
from pydantic.fields import FieldInfo

from moothall.design import fields, forms
from moothall.kernel import settings
from moothall.kernel.adapters import Credentials
from moothall.kernel.settings import Asked, Settings


def credentials_fields(model: type[Credentials], *, is_known: bool) -> dict[str, fields.Field]:
    """Fields that ask for what opens a connection; a secret that ``is_known`` stays when nothing is typed."""
    return {
        name: _secret(one, is_known=is_known) if one.is_secret else field_of(model.model_fields[name], one)
        for name, one in settings.asked_of(model).items()
    }


def _secret(asked: Asked, *, is_known: bool) -> fields.Field:
    kept = _("Leave it empty to keep the one there is.") if is_known else asked.hint
    return fields.Password(asked.label, hint=kept, required=False, new=True)


def form_of(model: type[Settings], *, for_place: bool) -> type[forms.Form]:
    """A form that asks for what of ``model`` can be set here."""
    asked = settings.asked(model, for_place=for_place)
    return forms.Form.of({name: field_of(model.model_fields[name], one) for name, one in asked.items()})


def field_of(field: FieldInfo, asked: Asked) -> fields.Field:
    """The field that asks for one setting. Raises ``LookupError`` for a type that nothing can ask for."""
    return _MAKERS[_type_of(field)](field, asked)


def shown(model: type[Settings], content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What one version sets, in words: pairs of label and value."""
    asked = settings.asked(model, for_place=True)
    return [
        (str(asked[name].label), field_of(model.model_fields[name], asked[name]).in_words(value))
        for name, value in content.items()
        if name in asked
    ]


def _type_of(field: FieldInfo) -> Any:
    found = field.annotation
    origin = get_origin(found)
    assert origin is not UnionType, "Settings have a default, never nothing."
    return origin if origin is not None else found


def _most(field: FieldInfo, default: int) -> int:
    return next((one.max_length for one in field.metadata if isinstance(one, MaxLen)), default)


def _text(field: FieldInfo, asked: Asked) -> fields.Field:
    return fields.Text(
        asked.label, hint=asked.hint, most=_most(field, 200), required=field.is_required(), called=asked.label
    )


def _number(field: FieldInfo, asked: Asked) -> fields.Field:
    least = next((one.ge for one in field.metadata if isinstance(one, Ge)), None)
    most = next((one.le for one in field.metadata if isinstance(one, Le)), None)
    return fields.Number(
        asked.label, hint=asked.hint, least=_whole(least), most=_whole(most), called=asked.label
    )


def _whole(limit: object) -> int | None:
    return limit if isinstance(limit, int) else None


def _yes_no(field: FieldInfo, asked: Asked) -> fields.Field:
    return fields.YesNo(asked.label, hint=asked.hint)


def _choice(field: FieldInfo, asked: Asked) -> fields.Field:
    words = dict(asked.options)
    options = [(value, words.get(value, value)) for value in get_args(field.annotation)]
    return fields.Choice(asked.label, options, hint=asked.hint)


def _time(field: FieldInfo, asked: Asked) -> fields.Field:
    return fields.Time(asked.label, hint=asked.hint)


def _lines(field: FieldInfo, asked: Asked) -> fields.Field:
    return fields.Lines(asked.label, hint=asked.hint, required=False)


_MAKERS: dict[Any, Callable[[FieldInfo, Asked], fields.Field]] = {
    str: _text, int: _number, bool: _yes_no, Literal: _choice, time: _time, tuple: _lines,
}  # fmt: skip
