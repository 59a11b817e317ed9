"""Who may see what of subscriptions: for the attacks, never written from the policies.

What somebody follows, and of what they were told, is theirs alone: not even those whose work it is learn it.
Of what they may no longer see they are told nothing.
"""


def mine(t, r):
    """Whoever follows, in person, and Moothall itself."""
    return t.everything or (t.act.person is not None and r["person_id"] == t.act.person)


def notice(t, r):
    """The same, for whom they follow it, while they see what it is about."""
    if t.everything:
        return True
    in_capacity = r["organisation_id"] is None or t.own(r)
    return mine(t, r) and in_capacity and (t.matter(r) or t.sees_public(r))


RULES = {"subscriptions_subscription": mine, "subscriptions_notice": notice}


def follows(maker, row, number):
    """A subscription leads to a matter, or to a kind at an organisation."""
    if number % 3:
        return row | {
            "kind": "",
            "at_id": None,
            "matter_id": row["matter_id"] or maker.choose("kernel_matter"),
        }
    return row | {"kind": "bulky-waste", "matter_id": None, "at_id": maker.choose("kernel_organisation")}


SHAPES = {"subscriptions_subscription": follows}
