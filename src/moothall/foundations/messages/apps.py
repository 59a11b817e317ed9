"""Messages: email and text messages to people, written because something happened."""

from importlib import import_module
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from moothall.kernel import capability
from moothall.kernel.manifest import Entry, Kept, Known, Page, Permission, Section
from moothall.kernel.settings import Asked, Settings


class MessageSettings(Settings):
    """In whose name an organisation writes."""

    title = _("Messages to people")

    sender_name: Annotated[
        str,
        Field(max_length=60, pattern=r"^[^\x00-\x1f\x7f<>]*$"),
        Asked(_("Name that messages come from"), _("The place’s, if you give none.")),
    ] = ""
    reply_to: Annotated[
        str,
        Field(max_length=254, pattern=r"^([^@\s<>]+@[^@\s<>]+\.[^@\s<>]+)?$"),
        Asked(_("Email address that answers go to"), _("The address messages come from, if you give none.")),
    ] = ""


class Messages(capability.Capability):
    """Writes to people in the words of a service pack, and keeps trying until it is sent."""

    name = "moothall.foundations.messages"
    label = "moot_messages"
    title = "Messages"
    settings = MessageSettings

    permissions = (
        Permission(
            "messages.send",
            _("Write to people, phone them, post letters"),
            _("people who write to residents"),
            carries=("matters.reach",),
        ),
    )
    roles = {
        "case_worker": ("messages.send",),
        "adviser": ("messages.send",),
        "manager": ("messages.send",),
    }
    navigation = (
        Entry(Section.STAFF, _("To phone or post"), "messages:by_hand", needs="messages.send", order=20),
    )
    pages = {Known.CODE: Page("messages:code")}
    keeps_about_people = (
        Kept("moot_messages_message", ("person_id",), ("encrypted",), _("Messages that were sent to you")),
    )

    def ready(self) -> None:
        """Open the rooms and the ways out."""
        super().ready()
        for adapter in ("embedded", "smtp"):
            import_module(f"{self.name}.adapters.{adapter}")
