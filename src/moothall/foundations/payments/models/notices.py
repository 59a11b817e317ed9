"""What providers told us, kept before anything is done about it."""

from django.db import models
from django.db.models import Q

from moothall.kernel import access, clock


class Notice(models.Model):
    """A webhook message with a good signature: who said it, its id, and which payment it is about.

    What it says is not believed and its body is not kept (it may hold names and card details): it is a reason
    to ask the provider. That makes its order and its repetition matter to nobody.
    """

    access_policy = access.policy(read=[access.system()], insert=[access.system()], change=[access.system()])

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    provider = models.CharField(max_length=30)
    connection_id = models.UUIDField(null=True)
    message = models.CharField(max_length=80)
    about = models.CharField(max_length=80)
    """The provider's reference of the payment."""
    received_at = models.DateTimeField()
    followed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "connection_id", "message"],
                nulls_distinct=False,
                name="payments_notice_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["received_at"], condition=Q(followed_at=None), name="payments_notice_waiting"
            )
        ]
