"""The face of a virus scanner."""

from abc import ABC, abstractmethod

from django.conf import settings

from moothall.kernel.extension import Registry


class CannotScan(Exception):
    """The scanner did not answer; the file is not taken, and can be sent again later."""


class Scanner(ABC):
    """Looks for known harmful content; made with the setting that names it."""

    def __init__(self, address: str = "") -> None:
        self.address = address

    @abstractmethod
    def finds(self, content: bytes) -> str | None:
        """The name of what is harmful in ``content``, or ``None``. Raises ``CannotScan``."""


class NoScanner(Scanner):
    """What a place without a scanner has: every file is still recognised by its content, and pictures
    redrawn."""

    def finds(self, content: bytes) -> str | None:
        """Nothing, always."""
        return None


SCANNERS = Registry[str, type[Scanner]]("The scanner")
"""Scanners by what the setting ``MOOTHALL_CLAMAV`` begins with; each is given the whole setting."""


def scanner() -> Scanner:
    """The scanner that ``MOOTHALL_CLAMAV`` names (``tcp://host:3310`` or ``unix:///path``), else none.

    Raises ``CannotScan`` for a setting that leads nowhere: a place that asked for a scanner takes nothing
    unscanned.
    """
    setting: str = settings.MOOTHALL_CLAMAV
    if not setting:
        return NoScanner()
    found = SCANNERS.get(setting.split("://", 1)[0])
    if found is None:
        raise CannotScan("MOOTHALL_CLAMAV should begin with tcp:// or unix://.")
    return found(setting)
