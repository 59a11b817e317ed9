"""What people report to moderators, what those decide, and what authors say against it."""

from django.db import models

from moothall.foundations.comments.models.comments import BY_SYSTEM, MODERATES, Comment, author
from moothall.kernel import access, clock
from moothall.kernel.models import Matter, Organisation, Person

CONCERNED = access.Rule("(moothall.comments_is_whose({t}.id))")
"""The act's person wrote what was decided about, or brought the matter."""
REPORTED = access.Rule(
    "EXISTS (SELECT 1 FROM comments_flag AS f WHERE f.decision_id = {t}.id"
    " AND f.person_id = (SELECT moothall.person()))"
)
SOMEBODY_ELSES = access.Rule(f"(NOT {author('comment_id')})")
"""Nobody decides about what they wrote themselves."""
OF_THE_COMMENT = access.Rule(
    "({t}.comment_id IS NULL OR EXISTS (SELECT 1 FROM comments_comment AS c"
    " WHERE c.author_id = {t}.comment_id AND c.matter_id = {t}.matter_id))"
)
"""What is said about a comment is said about the matter that it stands on."""


class Decision(models.Model):
    """What a moderator decided about a comment, or about the matter itself; never changed. With it goes what
    its author is told: the ``rule`` that was broken and ``words``.

    Nobody decides ``appeal`` about what they decided first: the database refuses it. One without
    ``decided_by`` Moothall made itself, because enough people reported danger.
    """

    access_policy = access.policy(
        read=[MODERATES, CONCERNED, REPORTED, BY_SYSTEM],
        insert=[
            access.all_of(
                MODERATES,
                access.owner(),
                OF_THE_COMMENT,
                SOMEBODY_ELSES,
                access.any_of(
                    access.all_of(access.role("staff", "operator", "steward"), access.actor("decided_by_id")),
                    access.all_of(access.role("system"), access.when("{t}.decided_by_id IS NULL")),
                ),
                access.any_of(
                    access.when("{t}.appeal_id IS NULL"),
                    access.Rule(
                        "(moothall.comments_may_review({t}.appeal_id, {t}.comment_id, {t}.matter_id))"
                    ),
                ),
            )
        ],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    comment = models.ForeignKey(Comment, models.PROTECT, null=True, related_name="decisions")
    outcome = models.CharField(max_length=10)
    rule = models.CharField(max_length=20, default="")
    words = models.TextField(default="")
    suspended_until = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()
    appeal = models.OneToOneField("Appeal", models.PROTECT, null=True, related_name="answer")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="keep", rule="", suspended_until=None)
                | (models.Q(outcome__in=("hide", "edit", "warn")) & ~models.Q(rule="")),
                name="comments_decision_has_a_reason",
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "-decided_at"], name="comments_decision_figures"),
        ]


class Flag(models.Model):
    """That somebody (perhaps nobody in particular) reported a comment, or the matter itself, for a
    ``reason``. Open until a ``decision``."""

    access_policy = access.policy(
        read=[access.actor(), MODERATES, BY_SYSTEM],
        insert=[
            access.all_of(
                access.when("{t}.decision_id IS NULL"),
                OF_THE_COMMENT,
                access.any_of(
                    access.actor(),
                    access.all_of(access.role("public"), access.when("{t}.person_id IS NULL")),
                ),
            )
        ],
        change=[MODERATES, BY_SYSTEM],
        columns=["decision_id"],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+")
    comment = models.ForeignKey(Comment, models.PROTECT, null=True, related_name="flags")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=10)
    words = models.TextField(default="")
    flagged_at = models.DateTimeField()
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="flags")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "person"],
                condition=models.Q(comment__isnull=False, person__isnull=False),
                name="comments_flag_once_a_comment",
            ),
            models.UniqueConstraint(
                fields=["matter", "person"],
                condition=models.Q(comment=None, person__isnull=False),
                name="comments_flag_once_a_matter",
            ),
        ]
        indexes = [
            models.Index(
                fields=["matter", "flagged_at"],
                condition=models.Q(decision=None),
                name="comments_flag_open",
            ),
        ]


class Appeal(models.Model):
    """What somebody says, once, against a decision about theirs. A later decision answers it."""

    access_policy = access.policy(
        read=[access.actor(), MODERATES, BY_SYSTEM],
        insert=[
            access.all_of(
                access.actor(),
                access.Rule("(moothall.comments_may_appeal({t}.decision_id, {t}.matter_id))"),
            )
        ],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="appealed")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    words = models.TextField()
    appealed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["matter", "appealed_at"], name="comments_appeal_matter")]
