"""Reports of imports."""

from datetime import datetime
from typing import Any
from uuid import UUID

from moothall.foundations.directory.models import ImportRun
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import operation


@operation(allow=allow.system)
def keep_import_report(
    act: Act,
    *,
    kind: str,
    source: str,
    started_at: datetime,
    counts: dict[str, int],
    problems: list[dict[str, Any]],
) -> UUID:
    """Keep the data-quality report of an import that has just ended. Returns its id."""
    run = ImportRun(
        kind=kind,
        source=source[:200],
        started_at=started_at,
        ended_at=act.at,
        counts=counts,
        problems=problems,
    )
    ImportRun.objects.bulk_create([run])
    return run.id
