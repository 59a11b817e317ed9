"""The embedded post: keeps what it is given as files, for the local outbox page."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from moothall.foundations.messages.adapters.base import EMAIL, SMS, Channel, OutgoingMessage
from moothall.kernel import clock

KEPT = 500
"""Letters kept; older ones are thrown away."""


@dataclass(frozen=True, slots=True)
class KeptMessage:
    """A letter as the outbox page shows it."""

    name: str
    channel: str
    at: datetime
    to: str
    subject: str
    body: str


class EmbeddedPost(Channel):
    """Writes each letter to a file of its own; the same key twice is the same file."""

    title = _("Kept here for the outbox page, not sent")
    is_test = True

    def test(self) -> None:
        """Nothing is reached."""

    def send(self, letter: OutgoingMessage) -> str:
        """Keep ``letter``."""
        folder = outbox_folder()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        content: dict[str, Any] = asdict(letter) | {"channel": self.channel, "at": clock.now().isoformat()}
        draft = folder / f".{letter.key}.{os.getpid()}"
        draft.write_text(json.dumps(content))
        draft.replace(folder / f"{letter.key}.json")
        for old in sorted(folder.glob("*.json"))[:-KEPT]:
            old.unlink(missing_ok=True)
        return letter.key


@EMAIL.under("embedded-email")
class EmbeddedEmail(EmbeddedPost):
    """Email that stays here."""

    channel = "email"


@SMS.under("embedded-sms")
class EmbeddedSms(EmbeddedPost):
    """Text messages that stay here."""

    channel = "sms"


def outbox_folder() -> Path:
    """Where the embedded post keeps letters."""
    return Path(settings.MOOTHALL_OUTBOX)


def kept() -> Iterator[KeptMessage]:
    """The letters kept, newest first."""
    for path in sorted(outbox_folder().glob("*.json"), reverse=True):
        if (found := _read(path)) is not None:
            yield found


def letter(name: str) -> KeptMessage | None:
    """One of the letters kept, by the name :func:`kept` gave."""
    return next((found for found in kept() if found.name == name), None)


def _read(path: Path) -> KeptMessage | None:
    """The letter at ``path``; ``None`` when it was thrown away meanwhile."""
    try:
        content = json.loads(path.read_text())
    except FileNotFoundError:
        return None
    at = datetime.fromisoformat(content["at"])
    return KeptMessage(path.stem, content["channel"], at, content["to"], content["subject"], content["body"])
