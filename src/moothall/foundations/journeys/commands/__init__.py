"""``moot pack check|publish|preview FOLDER``."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from pydantic import JsonValue

from moothall.foundations.journeys.commands.outline import outline
from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.act import Act, Door
from moothall.kernel.doors.cli import command
from moothall.kernel.queries import organisations
from moothall.kernel.refusal import Refused
from moothall.services.checking import checked_folder
from moothall.services.operations import drafts, packs, reviews
from moothall.services.queries import packs as pack_queries
from moothall.services.reading import PackMistaken, ReadPack, texts_of_folder

FINE, MISTAKEN, MISUSED = 0, 1, 2


@command("pack check")
def check(argv: Sequence[str]) -> int:
    """Check a service pack and run its examples; every mistake with file, line and column."""
    found = _checked(_options("check", argv).folder)
    if found is None:
        return MISTAKEN
    print(f"{found.pack.name}: all good. {_counted(found)}")
    return FINE


@command("pack publish")
def publish(argv: Sequence[str]) -> int:
    """Check a service pack and make it the live version; journeys under way stay on theirs."""
    options = _options("publish", argv)
    found = _checked(options.folder)
    if found is None:
        return MISTAKEN
    act = acts.system(door=Door.COMMAND_LINE)
    slug = options.organisation or found.pack.organisation
    organisation = organisations.organisation(act, slug=slug)
    if organisation is None:
        print(f"There is no organisation “{slug}” in this place.")
        return MISTAKEN
    slots = _slots(options.slot)
    source = _source(act, found, organisation.id)
    try:
        if pack_queries.is_its_own(act, organisation=organisation.id, name=found.pack.name):
            print(_brought(act, options.folder, found, organisation.id, slots, source))
            return FINE
        version = packs.install_pack(
            act, organisation=organisation.id, name=found.pack.name, content=found.content, slots=slots,
            source=source,
        )  # fmt: skip
    except Refused as refusal:
        print(refusal.words)
        return MISTAKEN
    row = pack_queries.pack_version(act, id=version)
    print(f"{found.pack.name}: version {row.version if row else '?'} of {organisation.name} is live.")
    return FINE


def _source(act: Act, found: ReadPack, organisation: UUID) -> UUID | None:
    """The live version of the organisation that the pack names, where another one takes it."""
    original = organisations.organisation(act, slug=found.pack.organisation)
    if original is None or original.id == organisation:
        return None
    live = pack_queries.live_pack(act, name=found.pack.name, organisation=original.id)
    return live.id if live else None


def _brought(
    act: Act, folder: Path, found: ReadPack, organisation: UUID, slots: dict[str, JsonValue] | None,
    source: UUID | None,
) -> str:  # fmt: skip
    """The pack as a draft for the organisation's people to look at; says so."""
    draft = drafts.start_draft(
        act, organisation=organisation, pack=found.pack.name, texts=texts_of_folder(folder, found),
        slots=slots, source=source,
    )  # fmt: skip
    reviews.ask_review(act, draft=draft, edition=1, reason=f"Brought from {folder.name} by the operator.")
    return f"{found.pack.name}: a draft waits for the organisation's people to look at it and publish it."


@command("pack preview")
def preview(argv: Sequence[str]) -> int:
    """Show a service pack as its readers will meet it: every page, its words, and when it is asked."""
    found = _checked(_options("preview", argv).folder)
    if found is None:
        return MISTAKEN
    print(outline(found))
    return FINE


def _options(name: str, argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"moot pack {name}")
    parser.add_argument("folder", type=Path, help="the folder with service.yaml")
    if name == "publish":
        parser.add_argument("--organisation", metavar="SLUG", help="adopt it as another organisation's")
        parser.add_argument(
            "--slot", metavar="NAME=VALUE", action="append", help="what the organisation fills in; repeat it"
        )
    return parser.parse_args(argv)


def _slots(given: Sequence[str] | None) -> dict[str, JsonValue] | None:
    """What was filled in; figures as figures. ``None`` keeps what the live version has."""
    if given is None:
        return None
    parts = (one.partition("=") for one in given)
    return {name: int(value) if value.isdecimal() else value for name, _, value in parts}


def _checked(folder: Path) -> ReadPack | None:
    try:
        return checked_folder(folder, at=clock.now())
    except PackMistaken as mistaken:
        for problem in mistaken.problems:
            print(f"{folder.name}/{problem}")
        print(f"{len(mistaken.problems)} to put right.")
        return None


def _counted(found: ReadPack) -> str:
    pages = len(found.pack.by_key)
    languages = ", ".join(found.pack.languages)
    return f"{pages} steps, {len(found.pack.examples)} examples, words in {languages}."
