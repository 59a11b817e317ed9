"""What an act leaves behind besides its rows: audit entries and facts, written together at its end."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from moothall.kernel import audit, clock, outbox
from moothall.kernel.act import Act
from moothall.kernel.event import Event
from moothall.kernel.models import AuditEntry, Fact, Matter


class Book:
    """The entries and facts of one transaction. What a failed part entered is struck out again."""

    def __init__(self) -> None:
        self.entries: list[AuditEntry] = []
        self.facts: list[Fact] = []
        self.depth = 0

    @property
    def is_nested(self) -> bool:
        """Whether an operation inside another one is under way."""
        return self.depth > 0

    @contextmanager
    def nested(self) -> Iterator[None]:
        """A part of the act that may fail by itself."""
        entries, facts = len(self.entries), len(self.facts)
        self.depth += 1
        try:
            yield
        except BaseException:
            del self.entries[entries:], self.facts[facts:]
            raise
        finally:
            self.depth -= 1

    def enter(self, act: Act, operation: str) -> None:
        """Record that ``operation`` was carried out."""
        self.entries.append(_entry(act, operation, subject=act.subject, matter=act.matter, is_reading=False))

    def enter_reading(self, act: Act, name: str, *, matter: UUID) -> None:
        """Record that staff read ``matter``, once an act; nothing if they may not see it."""
        if any(entry.is_reading and entry.matter_id == matter for entry in self.entries):
            return
        found = Matter.objects.filter(pk=matter).values_list("person_id", flat=True).first()
        if found is not None:
            self.entries.append(_entry(act, name, subject=found, matter=matter, is_reading=True))

    def enter_readings(self, act: Act, name: str, rows: Iterable[Any]) -> None:
        """Record that staff read ``rows``, each about a person and perhaps in a matter, once an act."""
        known = {(entry.subject_id, entry.matter_id) for entry in self.entries if entry.is_reading}
        for subject, matter in {(row.person_id, row.matter_id) for row in rows} - known:
            self.entries.append(_entry(act, name, subject=subject, matter=matter, is_reading=True))

    def publish(self, event: Event, act: Act, **about: UUID | None) -> None:
        """Note that ``event`` happened under ``act``."""
        self.facts.append(_fact(event, act, about))

    def write(self) -> None:
        """Write all of it, and have the facts delivered once the transaction is committed."""
        if self.entries:
            AuditEntry.objects.bulk_create(self.entries)
        if self.facts:
            Fact.objects.bulk_create(self.facts)
            outbox.post(self.facts)


def _entry(
    act: Act, operation: str, *, subject: UUID | None, matter: UUID | None, is_reading: bool
) -> AuditEntry:
    content: dict[str, Any] = {
        "id": clock.uuid7(act.at),
        "at": act.at,
        "act_id": act.id,
        "operation": operation,
        "is_reading": is_reading,
        "actor_id": act.person,
        "actor_role": act.role.value,
        "organisation_id": act.organisation,
        "subject_id": subject,
        "matter_id": matter,
        "purpose": act.purpose,
        "door": act.door.value,
    }
    salt = audit.salt()
    return AuditEntry(**content, salt=salt, leaf=audit.leaf(content, salt=salt))


def _fact(event: Event, act: Act, about: dict[str, UUID | None]) -> Fact:
    content: dict[str, Any] = {
        "id": clock.uuid7(act.at),
        "at": act.at,
        "name": event.event_name(),
        "act_id": act.id,
        "matter_id": about.get("matter", act.matter),
        "person_id": about.get("person", act.subject),
        "organisation_id": about.get("organisation", act.organisation),
        "actor_id": act.person,
        "actor_role": act.role.value,
        "door": act.door.value,
        "audience": event.audience,
        "payload": event.payload(),
    }
    salt = audit.salt()
    return Fact(**content, salt=salt, leaf=audit.leaf(content, salt=salt))
