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
        {"cases.read", "cases.work", "cases.reason", "cases.allocate", "cases.restrict", "documents.add",
         "messages.send", "bookings.work", "bookings.manage", "payments.read", "payments.refund",
         "people.manage", "settings.edit", "rules.read"}
    ),
    "service_owner": frozenset(
        {"packs.edit", "packs.publish", "directory.edit", "bookings.manage", "rules.read", "cases.read"}
    ),
    "operator": frozenset({"place.operate", "facts.replay", "imports.run", "people.manage", "settings.edit"}),
    "steward": frozenset({"place.steward"}),
}  # fmt: skip


PLACE_WIDE = {"operator", "steward"}
"""Roles that reach over the whole place, not only over the organisation that has them."""


def may_give(permissions: frozenset[str], *, has_manager: bool) -> set[str]:
    """The roles that whoever has ``permissions`` in an organisation may give there: its manager all of its
    own; whoever runs the place those that reach over it, and an organisation its first manager; anybody
    else only what they may do themselves."""
    found = {role for role, codes in ROLES.items() if role not in PLACE_WIDE and codes <= permissions}
    if {"people.manage", "cases.allocate"} <= permissions:
        found |= ROLES.keys() - PLACE_WIDE
    if "place.operate" in permissions:
        found |= PLACE_WIDE if has_manager else PLACE_WIDE | {"manager"}
    return found


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """The permission codes that ``roles`` give together; an unknown role gives none."""
    return frozenset().union(*(ROLES.get(role, frozenset()) for role in roles))
