"""Services, and when they are open."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from pgvector.django import HalfVectorField, HnswIndex

from moothall.kernel import access, clock
from moothall.kernel.models import Organisation

VECTOR_SIZE = 384
"""Numbers in a vector of the sentence model that matching uses (MiniLM)."""

OF_OWN_SERVICE = access.Rule(
    "EXISTS (SELECT 1 FROM directory_service AS s WHERE s.id = {t}.service_id"
    " AND s.organisation_id = (SELECT moothall.organisation()))"
)
"""The row belongs to a service of the act's organisation."""


class Service(models.Model):
    """Something an organisation does for people (HSDS 3.0 ``service``).

    ``document`` is everything read or typed about it; the columns beside it are what people search, filter
    and sort by, derived from the document by :mod:`~moothall.foundations.directory.rules.deriving`.
    ``full_json`` and ``brief_json`` are its Open Referral UK forms, prepared by every operation that changes
    them.

    ``text`` is all that describes it; ``text_digest`` changes with name and text, ``described_digest`` says
    for which text the vectors were made. ``cost_pence`` is the lowest price (0: free; empty: not said).
    ``edited_at``: when its organisation last changed it here; an import then leaves it alone.
    """

    access_policy = access.policy(
        read=[access.anyone()],
        insert=[access.owner(), access.system()],
        change=[access.owner(), access.system()],
    )

    class Status(models.TextChoices):
        """The four statuses of Open Referral UK."""

        ACTIVE = "active"
        INACTIVE = "inactive"
        DEFUNCT = "defunct"
        CLOSED = "temporarily closed"

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    slug = models.SlugField(max_length=120, unique=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="services")
    source = models.CharField(max_length=200)
    digest = models.BinaryField()
    name = models.CharField(max_length=300)
    text = models.TextField()
    status = models.CharField(max_length=20, choices=Status)
    needs = ArrayField(models.CharField(max_length=60), default=list)
    ways = ArrayField(models.CharField(max_length=10), default=list)
    features = ArrayField(models.CharField(max_length=30), default=list)
    days = ArrayField(models.CharField(max_length=2), default=list)
    term_ids = ArrayField(models.UUIDField(), default=list)
    areas = ArrayField(models.CharField(max_length=20), default=list)
    minimum_age = models.FloatField(null=True)
    maximum_age = models.FloatField(null=True)
    cost_pence = models.PositiveIntegerField(null=True)
    pack = models.CharField(max_length=80, blank=True)
    assured_date = models.DateField(null=True)
    modified_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    document = models.JSONField()
    full_json = models.TextField()
    brief_json = models.TextField()
    text_digest = models.BinaryField()
    described_digest = models.BinaryField(null=True)
    name_vector = HalfVectorField(dimensions=VECTOR_SIZE, null=True)
    text_vector = HalfVectorField(dimensions=VECTOR_SIZE, null=True)
    search = models.GeneratedField(
        expression=SearchVector("name", weight="A", config="english")
        + SearchVector("text", weight="B", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "name"], name="directory_service_organisation"),
            models.Index(fields=["name", "id"], name="directory_service_name"),
            models.Index(fields=["modified_at"], name="directory_service_modified"),
            models.Index(fields=["source"], name="directory_service_source"),
            models.Index(fields=["assured_date"], name="directory_service_assured"),
            GinIndex(fields=["search"], name="directory_service_words"),
            GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="directory_service_letters"),
            GinIndex(fields=["needs"], name="directory_service_needs"),
            GinIndex(fields=["ways"], name="directory_service_ways"),
            GinIndex(fields=["features"], name="directory_service_features"),
            GinIndex(fields=["days"], name="directory_service_days"),
            GinIndex(fields=["term_ids"], name="directory_service_terms"),
            GinIndex(fields=["areas"], name="directory_service_areas"),
            HnswIndex(
                fields=["name_vector"], opclasses=["halfvec_cosine_ops"], name="directory_service_names"
            ),
            HnswIndex(
                fields=["text_vector"], opclasses=["halfvec_cosine_ops"], name="directory_service_texts"
            ),
        ]


class Schedule(models.Model):
    """When a service is open, as far as it can be asked for: days, hours, from and until which day.

    Derived from the schedules in the service's document, which say more (every fourth Saturday, notes).
    """

    access_policy = access.policy(
        read=[access.anyone()],
        insert=[OF_OWN_SERVICE, access.system()],
        remove=[OF_OWN_SERVICE, access.system()],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    service = models.ForeignKey(Service, models.CASCADE, related_name="schedules")
    days = ArrayField(models.CharField(max_length=2))
    opens_at = models.TimeField(null=True)
    closes_at = models.TimeField(null=True)
    from_date = models.DateField(null=True)
    until_date = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["service"], name="directory_schedule_service"),
            models.Index(fields=["opens_at", "closes_at"], name="directory_schedule_hours"),
        ]
