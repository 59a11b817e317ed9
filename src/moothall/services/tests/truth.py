"""Who may see what of services: for the attacks, never written from the policies."""

from moothall.kernel.act import Role

RULES = {
    "services_draft": lambda t, r: (
        t.everything or (t.own(r) and t.act.role in {Role.STAFF, Role.OPERATOR, Role.SYSTEM})
    ),
    "services_draftentry": lambda t, r: t.parent(r, "services_draft", "draft_id"),
}
