"""A population to try rules on: the whole place's, without names."""

from django.db import models

from moothall.kernel import access, clock


class Population(models.Model):
    """Rows of households or people; ``words`` say where they come from, ``is_invented`` that nobody in them
    exists. ``digest`` is the SHA-256 of everything in its columns."""

    access_policy = access.policy(
        read=[access.role("staff"), access.system()], insert=[access.system()], change=[access.system()]
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    name = models.SlugField(max_length=60)
    title = models.CharField(max_length=100)
    words = models.TextField(max_length=1000)
    is_invented = models.BooleanField()
    rows = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    taken_in_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="rules_population_name_once")]


class PopulationColumn(models.Model):
    """One column: its distinct ``values``, and in ``codes`` for each row the position of its value among them
    (see :class:`~moothall.foundations.rules.population.columns.Column`)."""

    access_policy = access.policy(
        read=[access.of_parent("rules_population", "population_id")],
        insert=[access.system()],
        remove=[access.system()],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    population = models.ForeignKey(Population, models.PROTECT, related_name="columns")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    values = models.JSONField()
    codes = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["population", "position"], name="rules_populationcolumn_once")
        ]
