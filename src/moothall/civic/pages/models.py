"""What the place says about itself, in its languages."""

from django.db import models

from moothall.kernel import access, clock


class Page(models.Model):
    """One page in one language. ``text`` is Markdown (see :mod:`~moothall.civic.pages.prose`).

    ``name`` is the last part of its address, the same in every language. ``is_reviewed``: whether somebody
    who speaks the language has checked it.
    """

    access_policy = access.policy(
        read=[access.anyone()],
        insert=[access.system(), access.role("operator")],
        change=[access.system(), access.role("operator")],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    name = models.SlugField(max_length=60)
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=150)
    text = models.TextField()
    is_reviewed = models.BooleanField()
    updated_date = models.DateField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "language"], name="pages_page_once_in_a_language")
        ]
