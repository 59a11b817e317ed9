"""What an organisation does with its own entries: say that they are right, or put them right."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from moothall.foundations.directory.events import EntryAssured, EntryChanged
from moothall.foundations.directory.models import Service
from moothall.foundations.directory.operations import services
from moothall.foundations.directory.rules import deriving, shapes
from moothall.foundations.directory.rules.notes import Notes
from moothall.kernel import allow, places
from moothall.kernel.act import Act
from moothall.kernel.gate import operation, publish
from moothall.kernel.refusal import NotFound, Refused

EDITABLE = (
    "name", "description", "eligibility_description", "alert", "wait_time", "email", "url", "status",
    "fees_description",
)  # fmt: skip
"""What can be typed on the page; everything else of an entry stays as it is."""


@operation(allow=allow.staff("directory.edit"), api="v1")
def assure_entry(act: Act, *, service: UUID) -> date:
    """Say that an entry is right as of today. Returns the day. Refused for entries of other organisations."""
    row = _own(act, service)
    row.assured_date = places.local_date(act.at)
    row.document = {**row.document, "assured_date": row.assured_date.isoformat()}
    row.save(update_fields=["assured_date", "document"])
    services.prepare([row.id])
    publish(EntryAssured(service=row.id), act)
    return row.assured_date


@operation(allow=allow.staff("directory.edit"), api="v1")
def change_entry(act: Act, *, service: UUID, fields: dict[str, Any]) -> None:
    """Change what an entry says, and assure it. ``fields``: any of ``EDITABLE``; "" takes a thing out.

    From then on imports leave the entry alone. Refused for entries of other organisations, for a field that
    cannot be changed here, and for values that cannot be read, in words for that field.
    """
    unknown = fields.keys() - set(EDITABLE)
    if unknown:
        raise Refused(f"This cannot be changed here: {', '.join(sorted(unknown))}.")
    row = _own(act, service)
    entry = {**row.document, **_read(fields)}
    entry = {key: value for key, value in entry.items() if value not in (None, "")}
    if not entry.get("name"):
        raise Refused("Enter the name of the service.", fields={"name": "Enter the name of the service"})
    _apply(act, row, entry)
    publish(EntryChanged(service=row.id), act)


def _apply(act: Act, row: Service, entry: dict[str, Any]) -> None:
    row.edited_at = row.modified_at = act.at
    row.document = {**entry, "last_modified": act.at.isoformat()}
    row.name, row.status = entry["name"], entry.get("status", "active")
    row.text = deriving.search_text(entry)
    row.text_digest = deriving.text_digest(row.name, row.text)
    row.cost_pence = deriving.cost_pence(entry)
    row.save(
        update_fields=[
            "edited_at", "modified_at", "document", "name", "status", "text", "text_digest", "cost_pence",
        ]
    )  # fmt: skip
    services.prepare([row.id])
    assure_entry(act, service=row.id)


def _own(act: Act, service: UUID) -> Service:
    rows = Service.objects.defer("full_json", "brief_json", "name_vector", "text_vector", "search")
    row = rows.select_for_update().filter(Q(organisation_id=act.organisation), pk=service).first()
    if row is None:
        raise NotFound("We could not find that entry among those of your organisation.")
    return row


def _read(fields: dict[str, Any]) -> dict[str, Any]:
    """The typed values as an entry keeps them; what an import would leave out is refused here."""
    read, wrong = {}, {}
    for name, value in fields.items():
        notes = Notes()
        found = shapes.SERVICE[name](value, notes)
        if found is None and value:
            wrong[name] = "Enter it as people can use it, such as name@example.org or https://example.org"
        read[name] = found
    if wrong:
        raise Refused("Some of what you entered cannot be used yet.", fields=wrong)
    return read
