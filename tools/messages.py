#!/usr/bin/env python3
"""Translations of the interface, without the gettext programs: `update`, `compile`, `check`.

`update` collects the English of all Python files and templates into each language's `.po`, keeping what is
translated; a capability that has a folder `locale` keeps its own words there. `compile` makes the `.mo` that
Django reads. `check` fails when a `.mo` is older than its `.po`, when a translation has other placeholders
than its English, or when a capability that keeps its own words lacks one. The words of the sign-in pages come
with django-allauth; what they are here stands in catalogues of their own, which `update` leaves alone. Needs
Babel (requirements/test.txt).
"""

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parents[1] / "src" / "moothall"
LOCALE = SOURCE / "locale"
SIGN_IN = SOURCE / "site" / "signing" / "locale"
METHODS = [("**/tests/**", "ignore"), ("**.py", "python"), ("**/templates/**.html", "jinja2")]
OPTIONS = {"**/templates/**.html": {"trimmed": "true", "extensions": "jinja2.ext.do", "silent": "false"}}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%\(\w+\)\.\d+f|\{\w+\}")
STILL = datetime(2026, 1, 1, tzinfo=UTC)
"""A date that never changes, so that a file changes only with its words."""


def catalogues(*folders: Path) -> Iterator[tuple[Path, Catalog]]:
    """Each language's `.po` in the folders with what is in it."""
    for path in sorted(path for folder in folders for path in folder.glob("*/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            yield path, read_po(file, locale=path.parts[-3], domain="django")


def apart() -> list[Path]:
    """The folders of words of capabilities that keep their own."""
    return sorted(set(SOURCE.glob("*/*/locale")) - {SIGN_IN})


def english(folder: Path = SOURCE) -> Catalog:
    """Every message of the interface in a folder, as it stands in the source; without what is kept apart."""
    found = Catalog(domain="django")
    kept = {path.parent for path in apart()} - {folder}
    for file, _line, message, comments, context in extract_from_dir(
        folder, METHODS, OPTIONS, keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    ):
        if kept.isdisjoint((folder / file).parents):
            found.add(message, auto_comments=comments, context=context)
    return found


def written(catalogue: Catalog) -> bytes:
    """A `.po` file: sorted, without places and dates, so that two people's changes seldom meet."""
    catalogue.project, catalogue.version, catalogue.msgid_bugs_address = "Moothall", "", "see CONTRIBUTING.md"
    catalogue.last_translator = "unreviewed"
    catalogue.creation_date = catalogue.revision_date = STILL
    out = io.BytesIO()
    write_po(out, catalogue, no_location=True, sort_output=True, width=110, ignore_obsolete=True)
    return out.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """A `.mo` file."""
    catalogue.creation_date = catalogue.revision_date = STILL
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def update() -> int:
    """Bring new English into every `.po`, drop what has gone, and say what lacks a translation."""
    for folder in (LOCALE, *apart()):
        source = english(folder.parent)
        for path, catalogue in catalogues(folder):
            catalogue.update(source, no_fuzzy_matching=True)
            path.write_bytes(written(catalogue))
            missing = [message.id for message in catalogue if message.id and not any(_texts(message.string))]
            print(f"{path.relative_to(SOURCE)}: {len(catalogue)} messages, {len(missing)} to translate")
    return compile_all()


def compile_all() -> int:
    """Make every `.mo` from its `.po`."""
    for path, catalogue in catalogues(LOCALE, SIGN_IN, *apart()):
        path.with_suffix(".mo").write_bytes(compiled(catalogue))
    return 0


def check() -> int:
    """Say what is out of date or lacks a placeholder; 1 if anything is."""
    faults = [
        fault
        for path, catalogue in catalogues(LOCALE, SIGN_IN, *apart())
        for fault in _faults(path, catalogue)
    ]
    faults += [*_taken(), *_untranslated()]
    print("\n".join(faults) or "The translations are in order.")
    return 1 if faults else 0


def _untranslated() -> Iterator[str]:
    """A capability that keeps its own words has them in every language that it keeps."""
    for folder in apart():
        wanted = {message.id for message in english(folder.parent) if message.id}
        for path, catalogue in catalogues(folder):
            has = {message.id for message in catalogue if any(_texts(message.string))}
            yield from (f"{path} has no {words!r}" for words in sorted(map(str, wanted - has)))


def _faults(path: Path, catalogue: Catalog) -> Iterator[str]:
    mo = path.with_suffix(".mo")
    if not mo.exists() or mo.read_bytes() != compiled(catalogue):
        yield f"{mo}: out of date. Run tools/messages.py compile"
    for message in catalogue:
        wanted = _placeholders(_texts(message.id)[-1])
        for text in filter(None, _texts(message.string)):
            if message.id and not _fits(_placeholders(text), wanted, path):
                yield f"{path}: the placeholders of {text!r} are not those of {message.id!r}"


def _taken() -> Iterator[str]:
    """What is said anew on the sign-in pages must not be said anew everywhere else."""
    ours = {message.id for message in english()}
    for message in dict(catalogues(SIGN_IN))[SIGN_IN / "en" / "LC_MESSAGES" / "django.po"]:
        if message.id and message.id in ours:
            yield f"The sign-in pages would change our own {message.id!r}"


def _fits(found: set[str], wanted: set[str], path: Path) -> bool:
    """Whether a text has the right placeholders; those of the sign-in pages may leave some out."""
    return found <= wanted if path.is_relative_to(SIGN_IN) else found == wanted


def _placeholders(text: str) -> set[str]:
    """The placeholders of a text; ``%(Called)s`` is ``%(called)s`` at the start of a sentence."""
    return {found.lower() for found in PLACEHOLDER.findall(text)}


def _texts(words: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [words] if isinstance(words, str) else list(words or ())


if __name__ == "__main__":
    commands = {"update": update, "compile": compile_all, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.exit(f"usage: tools/messages.py {'|'.join(commands)}")
    sys.exit(commands[sys.argv[1]]())
