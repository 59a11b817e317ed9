"""The index: one row for everything that can be found, in each of its languages."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from moothall.kernel import access, clock
from moothall.kernel.geo import Placed
from moothall.kernel.models import Matter, Organisation

SHOWN = access.Rule("(moothall.is_shown({t}.matter_id))")
"""Everybody sees its matter: whoever is on a hidden one does not find it here either."""


class Item(Placed):
    """Something to be found: a copy of what its capability shows everybody, never the truth about it.

    ``type`` and ``key`` say what it is, ``path`` where. ``vector`` is written by trigger
    (``sql/search.sql``). One that hangs on a ``matter`` is seen while everybody sees that matter: at the
    very moment it is hidden, it is found no longer, however late the reader of this index is.
    """

    access_policy = access.policy(
        read=[access.when("{t}.matter_id IS NULL"), SHOWN, access.system()],
        insert=[access.system()],
        change=[access.system()],
        remove=[access.system()],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    type = models.CharField(max_length=80)
    key = models.CharField(max_length=100)
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=300)
    text = models.TextField()
    path = models.CharField(max_length=300)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="+")
    vector = SearchVectorField(null=True)

    class Meta(Placed.Meta):
        constraints = [
            *Placed.Meta.constraints,
            models.UniqueConstraint(fields=["type", "key", "language"], name="search_item_once"),
        ]
        indexes = [*Placed.Meta.indexes, GinIndex(fields=["vector"], name="search_item_words")]
