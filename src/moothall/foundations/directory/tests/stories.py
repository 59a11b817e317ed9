"""Small feeds for tests, and a look at what became of them."""

from datetime import UTC, datetime
from typing import Any

from moothall.foundations.directory.feeds import imports
from moothall.foundations.directory.feeds.reports import Report
from moothall.foundations.directory.models import Service
from moothall.kernel import act as acts
from moothall.kernel import context

BASE = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
TRUST = "3f2c7c7e-95a0-4a52-b8f5-0d7e4b9a1c00"


def service(number: int, **more: Any) -> dict[str, Any]:
    """A small service as a publisher would write it, with ``more`` fields."""
    return {
        "id": f"00000000-0000-4000-8000-{number:012}",
        "name": f"Service {number}",
        "status": "active",
        "description": f"Help number {number}.",
        "organization": {"id": TRUST, "name": "Shore Trust", "description": "We help."},
    } | more


def take_in(raws: list[Any], source: str = "test") -> Report:
    """Import ``raws``."""
    return imports.import_services(raws, source=source, progress=lambda words: None)


def read(name: str) -> Service:
    """The service of that name, as anybody sees it."""
    with context.acting(acts.public()):
        return Service.objects.get(name=name)
