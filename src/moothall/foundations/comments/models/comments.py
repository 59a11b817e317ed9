"""Comments on matters: who wrote one, where it stands, its text; what was reported, decided, appealed.

Who wrote a comment stands in a row of its own, because everybody sees the comment and nobody its author.
"""

from django.db import models

from moothall.kernel import access, clock
from moothall.kernel.models import Matter, Organisation, Person

MODERATES = access.all_of(
    access.of_matter(), access.Rule("(moothall.may('comments.moderate', {t}.matter_id))")
)
"""Whoever looks after comments on the matter and is on it: of one that is restricted, who is named there."""
BY_SYSTEM = access.all_of(access.role("system"), access.of_matter())
SEES_MATTER = access.any_of(access.of_public(), access.of_matter())
OPEN = access.Rule(
    "EXISTS (SELECT 1 FROM kernel_matter AS m WHERE m.id = {t}.matter_id AND m.closed_at IS NULL)"
)
IN_PERSON = access.all_of(access.role("resident"), access.actor(), access.when("{t}.speaks_for_id IS NULL"))
FOR_ORGANISATION = access.all_of(
    access.role("staff", "operator", "steward"),
    access.owner("speaks_for_id"),
    access.when("{t}.person_id IS NOT DISTINCT FROM (SELECT moothall.person())"),
    access.Rule("(moothall.may('comments.speak', {t}.matter_id))"),
)
MAY_WRITE = access.Rule("(NOT moothall.comments_is_suspended({t}.matter_id))")


def author(column: str) -> access.Rule:
    """The row belongs to a comment that the act's own person wrote (or its program, in this very act)."""
    return access.Rule(  # names from declarations, never from people: nothing to inject
        f"EXISTS (SELECT 1 FROM comments_author AS a WHERE a.id = {{t}}.{column}"  # noqa: S608
        " AND a.person_id IS NOT DISTINCT FROM (SELECT moothall.person())"
        " AND (a.person_id IS NOT NULL OR a.act_id = (SELECT moothall.act_id())))"
    )


class Author(models.Model):
    """Who wrote one comment: somebody in person, or for an organisation, or a program of one. Seen by
    themselves and by moderators; ``act_id`` is the act they wrote it in."""

    access_policy = access.policy(
        read=[
            access.actor(),
            access.all_of(
                access.owner("speaks_for_id"), access.when("{t}.act_id = (SELECT moothall.act_id())")
            ),
            MODERATES,
            BY_SYSTEM,
        ],
        insert=[
            access.all_of(
                access.any_of(IN_PERSON, FOR_ORGANISATION),
                access.when("{t}.act_id = (SELECT moothall.act_id())"),
                OPEN,
                MAY_WRITE,
            )
        ],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    speaks_for = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    act_id = models.UUIDField()
    wrote_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) | models.Q(speaks_for__isnull=False),
                name="comments_author_somebody",
            )
        ]
        indexes = [models.Index(fields=["person", "-wrote_at"], name="comments_author_person")]


class Comment(models.Model):
    """One thing said on a matter, or in answer to another (``parent``, one level deep), by somebody in
    person or by an ``organisation``. Its words are in :class:`Text`, so that they go when it is hidden.

    One that ``is_waiting`` nobody sees but its author and moderators. ``hidden_for`` is the code of the rule
    that it broke.
    """

    access_policy = access.policy(
        read=[access.all_of(access.when("NOT {t}.is_waiting"), SEES_MATTER), author("author_id"), MODERATES],
        insert=[
            access.all_of(
                access.Rule(
                    "EXISTS (SELECT 1 FROM comments_author AS a WHERE a.id = {t}.author_id"
                    " AND a.matter_id = {t}.matter_id AND a.act_id = (SELECT moothall.act_id())"
                    " AND a.speaks_for_id IS NOT DISTINCT FROM {t}.organisation_id)"
                ),
                access.when(
                    "num_nonnulls({t}.hidden_at, {t}.withdrawn_at, {t}.pinned_at, {t}.edited_at) = 0"
                ),
            )
        ],
        change=[author("author_id"), MODERATES, BY_SYSTEM],
        columns=["is_waiting", "edited_at", "withdrawn_at", "hidden_at", "hidden_for", "pinned_at"],
    )

    author = models.OneToOneField(Author, models.PROTECT, primary_key=True, related_name="comment")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="replies")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    is_waiting = models.BooleanField(default=False)
    edited_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)
    hidden_for = models.CharField(max_length=20, default="")
    pinned_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["matter", "parent", "written_at", "author"], name="comments_comment_thread"),
            models.Index(
                fields=["matter", "written_at"],
                condition=models.Q(is_waiting=True),
                name="comments_comment_waiting",
            ),
        ]


class Text(models.Model):
    """What a comment says and the name its author chose to be ``shown_as``; before it was edited, until
    ``replaced_at``. On a public matter ``body`` is plain, on another it is ``encrypted`` under the matter's
    key."""

    access_policy = access.policy(
        read=[
            access.all_of(
                access.when("{t}.replaced_at IS NULL"),
                access.Rule(
                    "EXISTS (SELECT 1 FROM comments_comment AS c WHERE c.author_id = {t}.comment_id AND"
                    " NOT c.is_waiting AND c.hidden_at IS NULL AND c.withdrawn_at IS NULL)"
                ),
            ),
            access.Rule("EXISTS (SELECT 1 FROM comments_author AS a WHERE a.id = {t}.comment_id)"),
        ],
        insert=[author("comment_id")],
        change=[author("comment_id")],
        remove=[
            access.all_of(
                access.role("system"),
                access.Rule("EXISTS (SELECT 1 FROM comments_author AS a WHERE a.id = {t}.comment_id)"),
            )
        ],
        columns=["replaced_at"],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="texts")
    shown_as = models.CharField(max_length=40, default="")
    body = models.TextField(default="")
    encrypted = models.BinaryField(null=True)
    written_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["comment"], condition=models.Q(replaced_at=None), name="comments_text_one_now"
            )
        ]
        indexes = [models.Index(fields=["comment", "-written_at"], name="comments_text_comment")]
