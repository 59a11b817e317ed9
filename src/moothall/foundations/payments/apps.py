"""Payments as a capability."""

from moothall.kernel import capability


class Payments(capability.Capability):
    """Takes payments through a provider, gives refunds, and keeps the books."""

    name = "moothall.foundations.payments"
    label = "payments"
    title = "Payments"
