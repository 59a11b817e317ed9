"""What a capability says about itself, and how its rooms are opened when Moothall starts."""

from importlib import import_module
from importlib.util import find_spec
from typing import ClassVar

from django.apps import AppConfig

from moothall.kernel.settings import Settings

ROOMS = ("events", "queries", "operations", "reactions", "tellings", "folders", "steps", "tasks", "commands")
"""Rooms that register something when they are imported; opened in this order."""


class Capability(AppConfig):
    """One thing the place can do. Subclass it in the capability's ``apps.py`` with ``name`` and ``title``.

    ``settings`` is the model of what organisations may set.
    """

    title: str = ""
    settings: ClassVar[type[Settings] | None] = None
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Open every room that is there, so that its operations, facts, reactions and steps are known."""
        for room in ROOMS:
            dotted = f"{self.name}.{room}"
            if find_spec(dotted) is not None:
                import_module(dotted)
