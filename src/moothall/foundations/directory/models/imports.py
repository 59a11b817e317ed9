"""What imports did."""

from django.db import models

from moothall.kernel import access, clock


class ImportRun(models.Model):
    """One import from beginning to end: what came in and the data-quality report it ended with."""

    access_policy = access.policy(
        read=[access.role("operator"), access.system()],
        insert=[access.system()],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    kind = models.CharField(max_length=30)
    source = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    counts = models.JSONField()
    problems = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["kind", "-ended_at"], name="directory_importrun_kind")]
