"""What each role in an organisation lets its holder do there, as permission codes."""

from collections.abc import Iterable

ROLES: dict[str, frozenset[str]] = {
    "volunteer": frozenset({"cases.read"}),
    "case_worker": frozenset(
        {"cases.read", "cases.work", "cases.reason", "documents.add", "messages.send", "bookings.work",
         "payments.read", "rules.read"}
    ),
    "adviser": frozenset(
        {"cases.read", "cases.work", "cases.advise", "messages.send", "bookings.work", "directory.read",
         "rules.read"}
    ),
    "manager": frozenset(
        {"cases.read", "cases.work", "cases.reason", "cases.allocate", "cases.seal", "documents.add",
         "messages.send", "bookings.work", "bookings.manage", "payments.read", "payments.refund",
         "people.manage", "rules.read"}
    ),
    "service_owner": frozenset(
        {"packs.edit", "packs.publish", "directory.edit", "bookings.manage", "rules.read", "cases.read"}
    ),
    "operator": frozenset({"place.operate", "facts.replay", "imports.run", "people.manage"}),
    "steward": frozenset({"place.steward"}),
}  # fmt: skip


PLACE_WIDE = {"operator", "steward"}
"""Roles that reach over the whole place, not only over the organisation that has them."""


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """The permission codes that ``roles`` give together; an unknown role gives none."""
    return frozenset().union(*(ROLES.get(role, frozenset()) for role in roles))
