"""Publishing service packs."""

import hashlib
import json
from typing import Any
from uuid import UUID

from moothall.kernel import allow, clock
from moothall.kernel.act import Act
from moothall.kernel.events import PackPublished
from moothall.kernel.gate import operation, publish
from moothall.kernel.models import PackVersion
from moothall.kernel.refusal import Refused


@operation(allow=allow.system | allow.staff("packs.publish"))
def publish_pack(
    act: Act, *, organisation: UUID, name: str, content: dict[str, Any], source: UUID | None = None
) -> UUID:
    """Make ``content`` (a checked pack) the live version of the organisation's pack ``name``.

    Publishing the same content again changes nothing. The earlier version is retired: no new journey starts
    on it, those under way finish on it. Returns the id of the live version.
    """
    if act.organisation not in {None, organisation}:
        raise Refused("You can publish only your own organisation's services.")
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    versions = PackVersion.objects.filter(organisation_id=organisation, name=name)
    live = versions.filter(retired_at=None).select_for_update().first()
    if live is not None and live.digest == digest:
        return live.id
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
