"""Who may see what of bookings: for the attacks, never written from the policies."""

from datetime import time

PARENTS = {"resource_id": "bookings_resource"}
RULES = {
    "bookings_resource": lambda t, r: t.everything or r["is_public"] or t.own(r),
    "bookings_availability": lambda t, r: t.parent(r, "bookings_resource", "resource_id"),
    "bookings_slot": lambda t, r: t.parent(r, "bookings_resource", "resource_id"),
    "bookings_feed": lambda t, r: t.everything or t.own(r),
    "bookings_booking": lambda t, r: (
        t.everything or t.self_(r, within=r["made_by_id"] == t.act.person) or t.held_for_us(r) or t.matter(r)
    ),
    "bookings_waiting": lambda t, r: t.everything or t.self_on_matter(r) or t.held_for_us(r),
}
SHAPES = {"bookings_availability": lambda maker, row, number: row | {"opens": time(9), "closes": time(17)}}
