"""Who may see what of members: for the attacks, never written from the policies."""

RULES = {
    "members_invitation": lambda t, r: t.everything or t.own(r),
}
