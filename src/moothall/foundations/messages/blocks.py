"""What a pack may say about messages."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Literal

from pydantic import ConfigDict, Field, RootModel

from moothall.kernel import event
from moothall.services.blocks import Block, block
from moothall.services.mistakes import did_you_mean
from moothall.services.pack import Pack
from moothall.services.parts import Part, Slug
from moothall.services.problems import Problem


class MessageSpec(Part):
    """Words to send when something happens: ``when`` is an event (``journeys.JourneySent``), ``only`` the
    values that fields of it must have (``{status: [collected]}``), ``say`` names the words
    ``message.<say>.subject`` and ``message.<say>.body``. It goes the way the person asked to be reached,
    or ``by`` email or text message where that reaches them."""

    only: Mapping[str, tuple[str, ...]] = {}
    when: str = Field(pattern=r"^[a-z_]+\.[A-Z][A-Za-z]+$")
    say: Slug
    by: Literal["email", "sms"] | None = None

    def is_about(self, event: str, payload: Mapping[str, object]) -> bool:
        """Whether it is to be sent when ``event`` happens with these values."""
        return self.when == event and all(str(payload.get(key)) in said for key, said in self.only.items())


@block("messages")
class MessagesBlock(RootModel[tuple[MessageSpec, ...]], Block):
    """Everything the service writes to people."""

    model_config = ConfigDict(frozen=True)
    word_prefixes = ("message",)

    def needed_words(self) -> Iterator[str]:
        """A body for each, and for those that are no text messages a subject."""
        for message in self.root:
            if message.by != "sms":
                yield f"message.{message.say}.subject"
            yield f"message.{message.say}.body"

    def problems(self, pack: Pack) -> Iterator[Problem]:
        """Events that never happen, or have no such field; text messages to people who give no number."""
        for at, message in enumerate(self.root):
            yield from _unheard_of(message, at)
            if message.by == "sms" and "telephone" not in pack.collected:
                words = "no step asks everybody for a number; give the contact step “phone: true”"
                yield Problem((at, "by"), words)


def _unheard_of(message: MessageSpec, at: int) -> Iterable[Problem]:
    known = event.known()
    if message.when not in known:
        hint = did_you_mean(message.when, known)
        yield Problem((at, "when"), f"nothing that happens is called “{message.when}”{hint}")
        return
    parts = [field.name for field in fields(known[message.when])]
    for name in set(message.only) - set(parts):
        hint = did_you_mean(name, parts)
        yield Problem((at, "only"), f"“{message.when}” has no “{name}”{hint}")
