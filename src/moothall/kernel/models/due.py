"""What is to be done in one matter at a moment of its own."""

from django.db import models

from moothall.kernel import access, clock
from moothall.kernel.models.matters import Matter

SET_ASIDE = access.all_of(access.role("operator"), access.when("{t}.parked_at IS NOT NULL"))


class Due(models.Model):
    """One operation to carry out in a matter at ``moment``: asked for inside an act, done once by the clock
    (:mod:`moothall.kernel.due`).

    ``arguments`` are ids and codes only; ``about`` tells apart what is due of the same kind in one matter.
    What fails in the end is ``parked_at``, until an operator has it tried ``again_at``. ``signature`` tells
    what an act asked for from what somebody else wrote.
    """

    access_policy = access.policy(
        read=[access.of_matter(), access.system(), SET_ASIDE],
        insert=[access.of_matter(), access.system()],
        change=[access.of_matter(), access.system(), SET_ASIDE],
        columns=[
            "moment", "arguments", "salt", "signature", "done_at", "cancelled_at", "parked_at", "again_at",
            "error",
        ],
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+")
    operation = models.CharField(max_length=100)
    about = models.CharField(max_length=60, blank=True)
    arguments = models.JSONField(default=dict)
    moment = models.DateTimeField()
    asked_at = models.DateTimeField()
    salt = models.BinaryField()
    signature = models.BinaryField()
    done_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)
    again_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "operation", "about"],
                condition=models.Q(done_at=None, cancelled_at=None),
                name="kernel_due_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["moment"],
                condition=models.Q(done_at=None, cancelled_at=None),
                name="kernel_due_moment",
            ),
        ]
