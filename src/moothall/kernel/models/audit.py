"""The audit trail, and the memory that makes a repeated act harmless."""

from django.db import models

from moothall.kernel import access, clock, partitions

BY_HOLDER = access.all_of(
    access.when("{t}.actor_id IS NOT DISTINCT FROM (SELECT moothall.person())"),
    access.when("{t}.actor_role = (SELECT moothall.role())"),
    access.when("{t}.organisation_id IS NOT DISTINCT FROM (SELECT moothall.organisation())"),
)
"""The same somebody, in the same role and organisation. A program has no person, only its organisation."""
LEGAL_YEARS = 6
"""For so long somebody may go to court about what was done (Limitation Act 1980, sections 2, 5 and 9): the
database drops no entry before."""
ADVICE = access.all_of(
    access.when("{t}.is_reading"), access.Rule("moothall.why_read({t}.matter_id) = 'advice'")
)
"""That an adviser read who asked for something, which they may without seeing the matter."""


class AuditEntry(models.Model):
    """That somebody did something, or read somebody's case: who, as whom, why, when, through which door.
    ``program_id`` names the program, where one did. Of a batch that was taken in, ``rows`` says how many, and
    ``root`` is the root of the hash tree over them (:mod:`moothall.kernel.intake`).

    ``leaf`` is the SHA-256 leaf of the later Merkle log (RFC 9162), over salted commitments, so that erasing
    a person never breaks a proof.
    """

    access_policy = access.policy(
        read=[
            access.subject("subject_id", within=access.of_matter()),
            access.actor("actor_id"),
            access.all_of(
                access.owner(), access.any_of(access.when("{t}.matter_id IS NULL"), access.of_matter())
            ),
            access.system(),
        ],
        insert=[
            access.all_of(
                access.when("{t}.act_id = (SELECT moothall.act_id())"),
                access.when("{t}.actor_id IS NOT DISTINCT FROM (SELECT moothall.person())"),
                access.when("{t}.actor_role = (SELECT moothall.role())"),
                access.when("{t}.organisation_id IS NOT DISTINCT FROM (SELECT moothall.organisation())"),
                access.when("{t}.program_id IS NOT DISTINCT FROM (SELECT moothall.program())"),
                access.Rule("(moothall.has_to_do_with({t}.subject_id))"),
                access.any_of(access.when("{t}.matter_id IS NULL"), access.of_matter(), ADVICE),
            )
        ],
    )

    partitioned = partitions.by("month", years="audit_kept_years", at_least=LEGAL_YEARS)

    pk = models.CompositePrimaryKey("at", "id")
    id = models.UUIDField(default=clock.uuid7)
    at = models.DateTimeField()
    act_id = models.UUIDField()
    operation = models.CharField(max_length=100)
    is_reading = models.BooleanField(default=False)
    actor_id = models.UUIDField(null=True)
    actor_role = models.CharField(max_length=10)
    organisation_id = models.UUIDField(null=True)
    program_id = models.UUIDField(null=True)
    subject_id = models.UUIDField(null=True)
    matter_id = models.UUIDField(null=True)
    purpose = models.CharField(max_length=100)
    door = models.CharField(max_length=6)
    rows = models.IntegerField(null=True)
    root = models.BinaryField(null=True)
    salt = models.BinaryField()
    leaf = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(fields=["subject_id", "-at"], name="kernel_audit_subject"),
            models.Index(fields=["organisation_id", "-at"], name="kernel_audit_organisation"),
            models.Index(fields=["matter_id", "-at"], name="kernel_audit_matter"),
            models.Index(fields=["actor_id", "-at"], name="kernel_audit_actor"),
        ]


class IdempotencyKey(models.Model):
    """The outcome of an operation that was asked for with a key; the digest covers who, what and key.

    ``outcome`` is encrypted under the key it was asked for with, which is kept nowhere: it may hold a secret
    that is shown only once. The same ``arguments`` under another key have another digest.
    """

    access_policy = access.policy(
        read=[BY_HOLDER], insert=[BY_HOLDER], change=[BY_HOLDER], columns=["outcome"]
    )

    digest = models.BinaryField(primary_key=True)
    actor_id = models.UUIDField(null=True)
    actor_role = models.CharField(max_length=10, default="")
    organisation_id = models.UUIDField(null=True)
    arguments = models.BinaryField()
    outcome = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="kernel_idempotencykey_at")]
