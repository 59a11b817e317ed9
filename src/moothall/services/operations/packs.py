"""Publishing service packs."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from moothall.kernel import allow, clock
from moothall.kernel.act import Act
from moothall.kernel.gate import operation, publish
from moothall.kernel.models import PackVersion
from moothall.kernel.refusal import Refused
from moothall.services.checking import checked_content
from moothall.services.events import PackPublished
from moothall.services.problems import Problem
from moothall.services.reading import PackMistaken


class PackRefused(Refused):
    """A pack that cannot be published; ``problems`` says why, with file, line and column."""

    code = "pack-mistaken"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("This service cannot be published yet. " + " ".join(map(str, problems[:MOST])))
        self.problems = tuple(problems)


MOST = 20
"""How many problems are told in words."""


@operation(allow=allow.system | allow.staff("packs.publish"), api="v1")
def publish_pack(
    act: Act, *, organisation: UUID, name: str, content: dict[str, Any], source: UUID | None = None
) -> UUID:
    """Make ``content`` the live version of the organisation's pack ``name``.

    It is checked as a folder is, through whatever door it comes: raises :class:`PackRefused` with everything
    that is wrong. Publishing the same content again changes nothing. The earlier version is retired: no new
    journey starts on it, those under way finish on it. Returns the id of the live version.
    """
    if act.organisation not in {None, organisation}:
        raise Refused("You can publish only your own organisation's services.")
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    versions = PackVersion.objects.filter(organisation_id=organisation, name=name)
    live = versions.filter(retired_at=None).select_for_update().first()
    if live is not None and live.digest == digest:
        return live.id
    _check(act, content, name)
    last = versions.order_by("-version").first()
    versions.filter(retired_at=None).update(retired_at=act.at)
    row = PackVersion(
        id=clock.uuid7(act.at),
        organisation_id=organisation,
        name=name,
        version=last.version + 1 if last else 1,
        content=content,
        digest=digest,
        source_id=source,
        published_at=act.at,
    )
    PackVersion.objects.bulk_create([row])
    publish(PackPublished(pack=row.id, name=name, version=row.version), act, organisation=organisation)
    return row.id


def _check(act: Act, content: dict[str, Any], name: str) -> None:
    try:
        found = checked_content(content, at=act.at)
    except PackMistaken as mistaken:
        raise PackRefused(mistaken.problems) from None
    if found.pack.name != name:
        raise Refused(f"This pack calls itself “{found.pack.name}”, not “{name}”.")
