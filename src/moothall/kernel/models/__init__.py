"""The tables everything may assume."""

from moothall.kernel.models.attributes import Attribute
from moothall.kernel.models.audit import AuditEntry, IdempotencyKey
from moothall.kernel.models.calendars import WorkingCalendar
from moothall.kernel.models.connections import Connection
from moothall.kernel.models.due import Due
from moothall.kernel.models.events import Delivery, ParkedEvent, ReaderPosition, Round, StoredEvent
from moothall.kernel.models.matters import Grant, Matter, Participant, Reason
from moothall.kernel.models.organisations import Membership, Organisation, Team
from moothall.kernel.models.packs import PackVersion
from moothall.kernel.models.people import Contact, DataKey, Link, Mandate, Person
from moothall.kernel.models.place import Area, Place
from moothall.kernel.models.programs import Program, ProgramToken
from moothall.kernel.models.roles import Assignment, Role
from moothall.kernel.models.settings import Setting

__all__ = [
    "Area",
    "Assignment",
    "Attribute",
    "AuditEntry",
    "Connection",
    "Contact",
    "DataKey",
    "Delivery",
    "Due",
    "Grant",
    "IdempotencyKey",
    "Link",
    "Mandate",
    "Matter",
    "Membership",
    "Organisation",
    "PackVersion",
    "ParkedEvent",
    "Participant",
    "Person",
    "Place",
    "Program",
    "ProgramToken",
    "ReaderPosition",
    "Reason",
    "Role",
    "Round",
    "Setting",
    "StoredEvent",
    "Team",
    "WorkingCalendar",
]
