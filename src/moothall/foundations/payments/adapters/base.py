"""The face of a payment provider, shaped so that GOV.UK Pay and others like it fit.

A provider takes a payment in two strokes: the person *authorises* it on the provider's page (the money is
promised), and we *capture* it once the journey is sent (GOV.UK Pay: ``delayed_capture``), or cancel it. Its
messages (webhooks) may come late, twice, in any order or never, so they only make us ask for the
:class:`ProviderStatus`, which is the one truth.
"""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, cast

from django.utils.translation import gettext_lazy as _

from moothall.kernel import connections
from moothall.kernel.adapters import KINDS, Adapter, CannotReach, Chosen, ConnectionKind
from moothall.kernel.extension import Registry


class ProviderUnreachable(Exception):
    """The provider did not answer, or not in time: whether it did what was asked is unknown. Ask again."""


class ProviderRejected(Exception):
    """The provider understood and will not do it, now or later (such as refunding more than was paid)."""


class Progress(StrEnum):
    """How far a payment has come at the provider. GOV.UK Pay's statuses beside ours:

    ``created``, ``started``, ``submitted`` are WAITING; ``capturable`` AUTHORISED; ``success`` CAPTURED;
    ``failed`` with code P0010 DECLINED, P0020 EXPIRED, P0030 CANCELLED; ``cancelled`` CANCELLED;
    ``error`` ERROR.
    """

    WAITING = "waiting"
    AUTHORISED = "authorised"
    CAPTURED = "captured"
    DECLINED = "declined"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class PaymentRequest:
    """A payment we ask for. ``key`` is the same on every try (``Idempotency-Key``): asking twice makes one.

    ``description`` and ``reference`` are seen by the person who pays and hold nothing personal; ``back`` is
    where the provider sends them afterwards.
    """

    key: str
    amount_pence: int
    currency: str
    reference: str
    description: str
    back: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class ProviderStatus:
    """How a payment stands at the provider: its reference, the page where it can be paid (while it can), and
    how much was captured and given back so far."""

    reference: str
    progress: Progress
    pay_at: str = ""
    amount_pence: int = 0
    refunded_pence: int = 0


@dataclass(frozen=True, slots=True)
class WebhookMessage:
    """A webhook message with a good signature: its own id, and the payment it is about."""

    id: str
    about: str


class Provider(Adapter):
    """A payment provider. None of this is ever called inside a transaction."""

    name: ClassVar[str]

    @abstractmethod
    def create(self, wanted: PaymentRequest) -> ProviderStatus:
        """Ask for a payment, or find the one asked for with the same key. Raises ``ProviderUnreachable``."""

    @abstractmethod
    def look_up(self, reference: str) -> ProviderStatus:
        """How a payment stands now. Raises ``ProviderUnreachable``."""

    @abstractmethod
    def capture(self, reference: str) -> ProviderStatus:
        """Take what was authorised; taking it twice takes it once. Raises ``ProviderUnreachable``."""

    @abstractmethod
    def cancel(self, reference: str) -> ProviderStatus:
        """Let an authorisation go, or stop a payment that was not made yet; what is captured stays as it is.
        Raises ``ProviderUnreachable``."""

    @abstractmethod
    def refund(self, reference: str, *, amount_pence: int, available_pence: int, key: str) -> str:
        """Give back part or all; the same ``key`` twice gives back once. Returns the refund's reference.

        ``available_pence`` is what we believe can still be given back (GOV.UK Pay's
        ``refund_amount_available``). Raises ``ProviderUnreachable`` or ``ProviderRejected``.
        """

    @abstractmethod
    def read(self, headers: Mapping[str, str], body: bytes) -> WebhookMessage | None:
        """A webhook message, or ``None`` if its signature is wrong."""


PROVIDERS = Registry[str, type[Provider]]("The payment provider")
KINDS.offer(
    "payments",
    ConnectionKind(_("Taking payments"), PROVIDERS, setting="MOOTHALL_PAYMENTS", hears="payments:webhook"),
)


def provider(name: str) -> Callable[[type[Provider]], type[Provider]]:
    """Make a provider known by ``name``, to be connected to."""

    def decorate(cls: type[Provider]) -> type[Provider]:
        cls.name = name
        PROVIDERS.offer(name, cls, by=cls)
        return cls

    return decorate


def provider_of(connection: Chosen) -> Provider:
    """The provider that a payment was begun with. Raises ``RuntimeError`` inside a transaction of an act:
    nothing outside is ever waited for while rows are locked; ``ProviderUnreachable`` when it cannot be
    asked."""
    try:
        return cast(Provider, connections.adapter(connection))
    except CannotReach as lost:
        raise ProviderUnreachable(str(lost)) from lost
