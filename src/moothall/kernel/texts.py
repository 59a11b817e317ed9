"""What people are written outside service packs: words of a capability that a place or an organisation may
change.

A capability keeps them in ``words.en.yaml`` (and a file for each other language) in its folder, by message::

    invitation:
      subject: Join {organisation}
      body: |-
        Hello {name}, …

and says them with ``texts.say("members.invitation.body", organisation=…, name=…)``. What was changed is a
:class:`moothall.kernel.models.Setting` of ``words.<capability>``, every version of which stays.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

from django.apps import apps
from django.core.cache import caches
from django.utils.translation import get_language
from ruamel.yaml import YAML

from moothall.kernel import naming, settings

FIELD = re.compile(r"\{(\w+)\}")
OF = "of"
"""Beside the parts of a message that only the place may change: ``of: place``."""
FIRST = "en"
"""The language that has every text; what another one lacks is said in it."""
ESSENTIAL = frozenset({"link", "code"})
"""What a message is for: a text that has one of these keeps it, however it is changed."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text: the capability and the message it belongs to, what part of it it is, and the ``originals`` by
    language. One ``of_place`` no organisation changes: nobody writes it for one."""

    capability: str
    message: str
    part: str
    originals: Mapping[str, str]
    of_place: bool = False

    @property
    def key(self) -> str:
        """What it goes by: ``members.invitation.body``."""
        return f"{self.capability}.{self.message}.{self.part}"

    def original(self, language: str) -> str:
        """As it comes, in ``language`` or else in the first one."""
        return self.originals.get(language, self.originals[FIRST])

    def fields(self) -> frozenset[str]:
        """What may stand in it as ``{field}``: what its whole message is filled with."""
        known = (one for one in texts().values() if one.capability == self.capability)
        mine = (one for one in known if one.message == self.message)
        return frozenset(name for one in mine for said in one.originals.values() for name in fields_of(said))


@cache
def texts() -> Mapping[str, Text]:
    """Every text there is, by key, capability by capability."""
    folders = ((naming.name_of(config.name), Path(config.path)) for config in apps.get_app_configs())
    return {one.key: one for name, folder in folders for one in _of(name, folder)}


def parts_of(capability: str, message: str) -> list[Text]:
    """The texts of one message, in their order."""
    return [one for one in texts().values() if (one.capability, one.message) == (capability, message)]


def is_there(key: str) -> bool:
    """Whether there is such a text."""
    return key in texts()


def fields_of(text: str) -> frozenset[str]:
    """The fields that ``text`` names."""
    return frozenset(FIELD.findall(text))


def say(key: str, *, organisation: UUID | None = None, **values: object) -> str:
    """The text in the language under way, as the organisation or the place has it, filled with ``values``; a
    field without a value stays for whoever fills in more."""
    text = in_force(texts()[key], (get_language() or FIRST)[:2], organisation=organisation)
    return filled(text, values)


def as_it_comes(text: Text) -> str:
    """The original in the language under way."""
    return text.original((get_language() or FIRST)[:2])


def filled(text: str, values: Mapping[str, object]) -> str:
    """``text`` with values for its fields, as plain text."""
    return FIELD.sub(lambda found: str(values.get(found[1], found[0])), text)


def in_force(text: Text, language: str, *, organisation: UUID | None = None) -> str:
    """How a text is said in ``language``: as the organisation changed it, or the place, or as it comes."""
    changed = _changed(text.capability, organisation)
    found = changed.get(stored_key(text, language)) or text.originals.get(language)
    return found or changed.get(stored_key(text, FIRST)) or text.originals[FIRST]


def stored_key(text: Text, language: str) -> str:
    """What a changed text is kept under."""
    return f"{language}.{text.message}.{text.part}"


def setting_of(capability: str) -> str:
    """The name of the setting that keeps a capability's changed texts."""
    return f"words.{capability}"


def _changed(capability: str, organisation: UUID | None) -> dict[str, str]:
    key = f"texts {settings.turn()} {capability} {organisation}"
    found: dict[str, str] | None = caches["memory"].get(key)
    if found is None:
        found = settings.stored(setting_of(capability), organisation)
        caches["memory"].set(key, found, settings.SECONDS)
    return found


def _of(name: str, folder: Path) -> Iterator[Text]:
    by_language = {path.suffixes[0][1:]: _read(path) for path in sorted(folder.glob("words.*.yaml"))}
    for message, parts in by_language.get(FIRST, {}).items():
        for part in (name for name in parts if name != OF):
            said = {code: read.get(message, {}).get(part, "") for code, read in by_language.items()}
            originals = {code: text for code, text in said.items() if text}
            yield Text(name, message, part, originals, parts.get(OF) == "place")


def _read(path: Path) -> dict[str, dict[str, str]]:
    return dict(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")) or {})
