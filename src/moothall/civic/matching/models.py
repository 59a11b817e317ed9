"""What somebody has asked, for a day at most, and readable only with a secret that is kept elsewhere."""

from django.db import models

from moothall.kernel import access, clock


class Search(models.Model):
    """One search: the words, the place they are asked from, the answer and the filters, all in ``encrypted``.

    ``encrypted`` is encrypted under a key that only the browser session that asked holds
    (:mod:`~moothall.civic.matching.encrypting`), so whoever reads this table or a backup of it reads nothing.
    A search is never changed: other filters make another one, so that "back" goes back."""

    access_policy = access.policy(
        read=[access.when("until_at > now()"), access.system()],
        insert=[access.anyone()],
        remove=[access.system()],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    encrypted = models.BinaryField()
    until_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["until_at"], name="matching_search_until")]
