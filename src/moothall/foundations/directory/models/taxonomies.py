"""Words to sort services by: taxonomies and their terms, service types among them."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from moothall.kernel import access, clock


class Taxonomy(models.Model):
    """A list of terms somebody keeps, such as the Local Government Services List (HSDS ``taxonomy``)."""

    access_policy = access.policy(read=[access.anyone()], insert=[access.system()], change=[access.system()])

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    uri = models.CharField(max_length=500, blank=True)
    version = models.CharField(max_length=50, blank=True)

    class Meta:
        indexes = [models.Index(fields=["name"], name="directory_taxonomy_name")]


class Term(models.Model):
    """One term of a taxonomy (HSDS ``taxonomy_term``); a service type if the taxonomy lists services.

    ``code`` is its identifier in that list (an LGSL number, a needs code); ``plain_words`` how GOV.UK or the
    place says it to people; ``details`` what else the list says (``tier``, ``history``).
    """

    access_policy = access.policy(read=[access.anyone()], insert=[access.system()], change=[access.system()])

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    taxonomy = models.ForeignKey(Taxonomy, models.CASCADE, related_name="terms")
    code = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    plain_words = models.TextField(blank=True)
    parent_id = models.UUIDField(null=True)
    uri = models.CharField(max_length=500, blank=True)
    details = models.JSONField(default=dict)
    digest = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(fields=["taxonomy", "id"], name="directory_term_taxonomy"),
            models.Index(fields=["parent_id"], name="directory_term_parent"),
            GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="directory_term_letters"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["taxonomy", "code"],
                condition=~models.Q(code=""),
                name="directory_term_code_once",
            )
        ]
