"""Who may see what of the kernel: for the attacks, from what people are promised and never from the policies.

The numbers are those of the promises in docs/understand/access.md.
"""

from moothall.kernel.act import Role


def own_grant(t, r):
    """A person's own: also under a mandate for the service its matter is about, if that is not restricted."""
    if r["matter_id"] is None:
        return t.self_(r) or (t.act.person is not None and r["person_id"] == t.act.person == t.act.subject)
    matter = t.world.by_key("kernel_matter")[r["matter_id"]]
    mine = matter["person_id"] == r["person_id"] and matter["kind"] in t.services
    return t.self_(r, within=mine and (matter["visibility"] != "people" or matter["id"] in t.roles_on))


def nobody(t, row):
    """Moothall itself alone."""
    return t.everything


RULES = {
    "kernel_matter": lambda t, r: r["id"] in t.matters,
    "kernel_person": lambda t, r: r["id"] in t.people,
    "kernel_datakey": lambda t, r: (
        t.everything
        or (
            r["kind"] == "person"
            and (r["holder"] in t.people or r["holder"] in t.selves or t.was_granted(r["holder"]))
        )
        or (r["kind"] == "organisation" and t.own(r, "holder"))
        or (r["kind"] == "matter" and t.matter(r, "holder"))
    ),
    "kernel_attribute": lambda t, r: (
        t.everything
        or (t.act.person is not None and r["person_id"] == t.act.person)
        or t.self_(r, within=r["told_for"] in t.services)
        or (t.own(r, "told_to_id") and r["person_id"] in t.people)
        or t.was_granted(r["person_id"], r["name"])
    ),
    "kernel_contact": lambda t, r: t.reaches(r["person_id"]),
    "kernel_mandate": lambda t, r: t.everything or t.act.person in {r["principal_id"], r["agent_id"]},
    "kernel_role": lambda t, r: (
        t.everything or r["organisation_id"] is None or t.own(r) or t.has_role(r["id"])
    ),
    "kernel_assignment": lambda t, r: t.everything or t.own(r) or r["person_id"] == t.act.person,
    "kernel_membership": lambda t, r: t.everything or t.own(r) or r["person_id"] == t.act.person,
    "kernel_grant": lambda t, r: t.everything or t.own(r) or t.own(r, "granted_by_id") or own_grant(t, r),
    "kernel_reason": lambda t, r: t.everything or r["reader_id"] == t.act.person or own_grant(t, r),
    "kernel_participant": lambda t, r: (
        t.everything or (t.act.person and r["person_id"] == t.act.person) or t.sees_who(r)
    ),
    "kernel_program": lambda t, r: t.everything or t.own(r),
    "kernel_programtoken": lambda t, r: t.everything,
    "kernel_setting": lambda t, r: (
        t.everything or t.own(r) or (r["organisation_id"] is None and t.act.role is Role.OPERATOR)
    ),
    "kernel_connection": lambda t, r: (
        t.everything or (t.own(r) and (not r["is_for_place"] or t.act.role is Role.OPERATOR))
    ),
    "kernel_link": nobody,
    "kernel_delivery": lambda t, r: t.act.role is Role.SYSTEM,
    "kernel_parkedevent": lambda t, r: t.act.role in {Role.SYSTEM, Role.OPERATOR},
    "kernel_reader": lambda t, r: t.act.role is Role.SYSTEM,
    "kernel_due": lambda t, r: (
        t.everything or t.matter(r) or (t.act.role is Role.OPERATOR and r["parked_at"] is not None)
    ),
    "kernel_round": lambda t, r: t.act.role in {Role.SYSTEM, Role.OPERATOR},
    "kernel_idempotencykey": lambda t, r: (
        (r["actor_id"], r["actor_role"], r["organisation_id"]) == (t.act.person, t.act.role.value, t.ours)
    ),
    "kernel_auditentry": lambda t, r: (
        t.everything
        or t.self_on_matter(r, "subject_id")
        or (t.act.person is not None and r["actor_id"] == t.act.person)
        or t.own_unless_restricted(r)
    ),
    "kernel_event": lambda t, r: (
        t.everything
        or (r["audience"] == "public" and (r["matter_id"] is None or t.public_face(r)))
        or (t.matter(r) and (r["audience"] != "organisation" or t.own(r)))
        or (r["matter_id"] is None and (t.own(r) or t.self_(r)))
    ),
}
