"""Who may see what of comments: for the attacks, never written from the policies.

Everybody who sees a matter sees what is said on it, and nobody but authors and moderators who said it.
"""

FACES = {"comments_comment"}
PARENTS = {
    "author_id": "comments_author",
    "comment_id": "comments_comment",
    "decision_id": "comments_decision",
}


def moderates(t, r):
    """The matter is the organisation's, the act is on it, and its person looks after comments there."""
    matter = t.world.by_key("kernel_matter")[r["matter_id"]]
    return t.own(matter) and t.matter(r) and t.is_work(matter, "comments.moderate")


def system_on(t, r):
    """Moothall itself, on a matter that it is at work on."""
    return t.act.role.value == "system" and t.matter(r)


def author(t, r):
    """Whoever wrote it, who looks after it, and Moothall itself."""
    mine = t.act.person is not None and r["person_id"] == t.act.person
    return mine or moderates(t, r) or system_on(t, r)


def wrote(t, row, column):
    """The act's own person wrote the comment."""
    found = t.world.by_key("comments_author").get(row[column])
    return found is not None and t.act.person is not None and found["person_id"] == t.act.person


def sees_matter(t, r):
    """The matter itself."""
    return t.matter(r) or t.sees_public(r)


def comment(t, r):
    """Everybody who sees the matter, unless it waits."""
    return (not r["is_waiting"] and sees_matter(t, r)) or wrote(t, r, "author_id") or moderates(t, r)


def text(t, r):
    """What is shown, as it is now; all of it to author and moderators."""
    found = t.world.by_key("comments_comment")[r["comment_id"]]
    is_shown = not found["is_waiting"] and found["hidden_at"] is None and found["withdrawn_at"] is None
    now = r["replaced_at"] is None and is_shown and comment(t, found)
    return now or t.parent({"id": found["author_id"]}, "comments_author", "id")


def decision(t, r):
    """Moderators, whom it is about, and who reported it."""
    mine = wrote(t, r, "comment_id") if r["comment_id"] else "reporter" in t.roles_on.get(r["matter_id"], ())
    reported = any(
        one["decision_id"] == r["id"] and t.act.person is not None and one["person_id"] == t.act.person
        for one in t.world.of("comments_flag")
    )
    return mine or reported or moderates(t, r) or system_on(t, r)


RULES = {
    "comments_author": author,
    "comments_comment": comment,
    "comments_text": text,
    "comments_flag": author,
    "comments_decision": decision,
    "comments_appeal": author,
}


def decided(maker, row, number):
    """A decision has its reason."""
    row |= {"outcome": ("hide", "keep", "warn", "edit")[number % 4], "rule": "spam", "appeal_id": None}
    return row | ({"rule": "", "suspended_until": None} if row["outcome"] == "keep" else {})


def on_one_matter(maker, row, number):
    """A comment stands on the matter that its author wrote on."""
    if number >= len(maker.rows["comments_author"]):
        return None
    above = maker.rows["comments_author"][number]
    row |= {"author_id": above["id"], "matter_id": above["matter_id"], "parent_id": None}
    row["is_waiting"], row["withdrawn_at"] = number % 5 == 4, None
    return row


def said(maker, row, number):
    """Each comment says something now."""
    return row | {"comment_id": maker.rows["comments_comment"][number % 20]["author_id"]}


def flagged(maker, row, number):
    """A report is about what stands on its matter."""
    about = maker.rows["comments_comment"][number % 20]
    return row | {"comment_id": about["author_id"], "matter_id": about["matter_id"]}


COUNTS = {"comments_author": 40, "comments_comment": 40, "comments_flag": 40}
SHAPES = {
    "comments_comment": on_one_matter,
    "comments_text": said,
    "comments_decision": decided,
    "comments_flag": flagged,
}
