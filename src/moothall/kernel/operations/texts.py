"""Changing what people are written, for an organisation or for the whole place."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from moothall.kernel import allow, clock, settings, texts
from moothall.kernel.act import Act, Role
from moothall.kernel.gate import operation
from moothall.kernel.models import Setting
from moothall.kernel.operations.settings import CHANGED
from moothall.kernel.queries.settings import latest
from moothall.kernel.refusal import Conflict, NotAllowed, NotFound, Refused
from moothall.kernel.texts import Text

MOST = 5_000
"""How long a text may be."""


@operation(allow=allow.system | allow.operator | allow.staff("settings.edit"))
def change_texts(
    act: Act, *, capability: str, message: str, language: str, said: dict[str, str], after: int,
    organisation: UUID | None = None,
) -> int:  # fmt: skip
    """Say the parts of a message (``said``: ``subject``, ``body``) in ``language`` in other words, for
    ``organisation`` or, of none, for the whole place; an empty part goes back to the original.

    ``after`` is the version of the capability's words that it was changed from (0: there was none). Returns
    the new version. Refused with words per part for a field that there is not or that has to stay, and as a
    ``Conflict`` when the version is not the last one.
    """
    if organisation is None and act.role not in {Role.OPERATOR, Role.SYSTEM}:
        raise NotAllowed(_("Only those who run the place set this for all of it."))
    parts = {one.part: one for one in texts.parts_of(capability, message)}
    is_others = organisation is not None and any(one.of_place for one in parts.values())
    if not parts or is_others or said.keys() - parts.keys():
        raise NotFound(_("There are no such words."))
    _check(parts, said)
    name = texts.setting_of(capability)
    last = latest(name, organisation)
    if (last.version if last else 0) != after:
        raise Conflict(CHANGED)
    content = {**(last.content if last else {}), **_stored(parts, said, language)}
    row = Setting(
        id=clock.uuid7(act.at), organisation_id=organisation, capability=name,
        content={key: text for key, text in content.items() if text},
        version=after + 1, since_at=act.at, made_by_id=act.person,
    )  # fmt: skip
    Setting.objects.bulk_create([row])
    settings.forget()
    transaction.on_commit(settings.forget)
    return row.version


def _stored(parts: Mapping[str, Text], said: Mapping[str, str], language: str) -> dict[str, str]:
    """By the key of each; nothing for what is said as it comes."""
    return {
        texts.stored_key(parts[part], language): "" if text == parts[part].original(language) else text
        for part, text in ((part, text.strip()) for part, text in said.items())
    }


def _check(parts: Mapping[str, Text], said: Mapping[str, str]) -> None:
    wrong = {part: words for part, text in said.items() if (words := _wrong_with(parts[part], text.strip()))}
    if wrong:
        raise Refused(" ".join(wrong.values()), fields=wrong)


def _wrong_with(part: Text, text: str) -> str:
    """What keeps a text from being said so, in words."""
    unknown = sorted(texts.fields_of(text) - part.fields())
    missing = sorted((texts.fields_of(part.original(texts.FIRST)) & texts.ESSENTIAL) - texts.fields_of(text))
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in sorted(part.fields()))
        return _("There is no field {%(name)s} here. You may use: %(known)s") % {
            "name": unknown[0],
            "known": known or _("none"),
        }
    if text and missing:
        return _("Keep {%(name)s}: without it the message is of no use") % {"name": missing[0]}
    if len(text) > MOST:
        return _("This is too long: at most %(most)s characters") % {"most": MOST}
    return ""
