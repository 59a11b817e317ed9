"""Whether a stored event is one that the gate wrote: who could only send SQL can store one, but not sign it.

The signature is an HMAC-SHA-256 under the installation's own secret, which the database never sees, over the
leaf hash (and so over everything the event says) and the version of its event.
"""

import hmac
from typing import Any

from django.utils.crypto import salted_hmac

from moothall.kernel import audit
from moothall.kernel.models import StoredEvent

CONTENT = (
    "id", "at", "name", "act_id", "matter_id", "person_id", "organisation_id", "actor_id", "actor_role",
    "door", "audience", "payload",
)  # fmt: skip
"""What an event's leaf hash covers."""


def signature(leaf: bytes, version: int) -> bytes:
    """What the gate signs an event with."""
    return salted_hmac("moothall.kernel.events", leaf + b"%d" % version, algorithm="sha256").digest()


def is_genuine(stored: StoredEvent) -> bool:
    """Whether nothing of ``stored`` was written or changed by anybody but the gate."""
    content: dict[str, Any] = {name: getattr(stored, name) for name in CONTENT}
    leaf = audit.leaf(content, salt=bytes(stored.salt))
    return hmac.compare_digest(bytes(stored.signature), signature(leaf, stored.schema_version))
