"""Publishing service packs."""

import hashlib
import json
from collections.abc import Sequence
from uuid import UUID

from pydantic import JsonValue

from moothall.kernel import allow, clock
from moothall.kernel.act import Act
from moothall.kernel.gate import operation, publish
from moothall.kernel.models import PackVersion
from moothall.kernel.refusal import Refused
from moothall.services import adopting
from moothall.services.events import PackPublished
from moothall.services.problems import Problem
from moothall.services.reading import Content
from moothall.services.slots import Values


class PackRefused(Refused):
    """A pack that cannot be published; ``problems`` says why, with the way to each in the content."""

    code = "pack-mistaken"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("This service cannot be published yet. " + " ".join(map(str, problems[:MOST])))
        self.problems = tuple(problems)


MOST = 20
"""How many problems are told in words."""


@operation(allow=allow.system | allow.staff("packs.publish"), api="v1")
def publish_pack(
    act: Act, *, organisation: UUID, name: str, content: dict[str, JsonValue],
    slots: dict[str, JsonValue] | None = None, source: UUID | None = None,
) -> UUID:  # fmt: skip
    """Make ``content`` the live version of the organisation's pack ``name`` with ``slots`` filled in; without
    them, with what the live version has.

    It is checked as a folder is, through whatever door it comes: raises :class:`PackRefused` with everything
    that is wrong. Publishing the same content again changes nothing. The earlier version is retired: no new
    journey starts on it, those under way finish on it. ``source`` is the version it was adopted from. Returns
    the id of the live version.
    """
    if act.organisation not in {None, organisation}:
        raise Refused("You can publish only your own organisation's services.")
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    versions = PackVersion.objects.filter(organisation_id=organisation, name=name)
    live = versions.filter(retired_at=None).select_for_update().first()
    kept: dict[str, JsonValue] = live.slots if live is not None else {}
    values = kept if slots is None else slots
    if live is not None and (live.digest, live.slots) == (digest, values):
        return live.id
    check(act, organisation=organisation, name=name, content=content, slots=values)
    last = versions.order_by("-version").first()
    versions.filter(retired_at=None).update(retired_at=act.at)
    row = PackVersion(
        id=clock.uuid7(act.at),
        organisation_id=organisation,
        name=name,
        version=last.version + 1 if last else 1,
        content=content,
        slots=values,
        digest=digest,
        source_id=source or (live.source_id if live is not None else None),
        published_at=act.at,
    )
    PackVersion.objects.bulk_create([row])
    publish(PackPublished(pack=row.id, name=name, version=row.version), act, organisation=organisation)
    return row.id


@operation(allow=allow.system | allow.staff("packs.publish"))
def adopt_pack(
    act: Act, *, organisation: UUID, version: UUID, slots: dict[str, JsonValue] | None = None
) -> UUID:
    """Adopt a version of another organisation's pack as it is, with ``slots`` filled in: nobody edits it.

    Raises :class:`PackRefused` for slots that are not filled in, or with what the organisation does not have.
    Returns the id of the organisation's live version, whose source is the one adopted.
    """
    found = PackVersion.objects.filter(pk=version).first()
    if found is None or found.organisation_id == organisation:
        raise Refused("There is no such service of another organisation.")
    return publish_pack(
        act, organisation=organisation, name=found.name, content=found.content, slots=slots, source=found.id
    )


def check(act: Act, *, organisation: UUID, name: str, content: Content, slots: Values) -> None:
    """Raise :class:`PackRefused` with everything that keeps ``content`` from being published, inside an
    operation."""
    problems = adopting.problems_of(act, organisation=organisation, content=content, slots=slots)
    if not problems and content.get("name") != name:
        problems = [Problem(("name",), f"this pack calls itself “{content.get('name')}”, not “{name}”")]
    if problems:
        raise PackRefused(problems)
