"""Swaps, which hang on public matters, and how many there were."""

from django.db import models

from moothall.kernel import access, clock
from moothall.kernel.models import Matter, Organisation

BROUGHT = access.Rule("(moothall.was_brought({t}.matter_id))")
"""Written in the very act that brought its matter."""
WORKED_ON = access.all_of(access.any_of(access.owner(), access.system()), access.of_matter())


class Swap(models.Model):
    """What somebody put up: its ``text`` and ``stage`` (a code of ``rules.STAGES``), shown until ``ends_at``.

    Its title, when it was brought and by whom stand on its matter, which is public.
    """

    access_policy = access.policy(
        read=[access.of_public()],
        insert=[BROUGHT],
        change=[WORKED_ON, access.all_of(access.role("system"), access.of_matter())],
        columns=["text", "stage", "ends_at"],
    )

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    text = models.TextField()
    stage = models.CharField(max_length=40)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["stage", "-matter"], name="swaps_swap_list"),
            models.Index(fields=["organisation", "stage", "-matter"], name="swaps_swap_queue"),
            models.Index(fields=["stage", "ends_at"], name="swaps_swap_over"),
        ]


class Tally(models.Model):
    """How many swaps an organisation was brought in a month, which is named by its first day."""

    access_policy = access.policy(
        read=[access.anyone()], insert=[access.system()], change=[access.system()], columns=["number"]
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    month = models.DateField()
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "month"], name="swaps_tally_once_a_month")
        ]
