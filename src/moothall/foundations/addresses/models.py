"""Where postcodes are, and which addresses there are."""

from django.contrib.postgres.indexes import GistIndex
from django.db import models

from moothall.kernel import access


class Postcode(models.Model):
    """The middle of a postcode in WGS 84 degrees, with the codes of its ward and district."""

    access_policy = access.policy(read=[access.anyone()], insert=[access.system()], change=[access.system()])

    postcode = models.CharField(max_length=8, primary_key=True)
    longitude = models.FloatField()
    latitude = models.FloatField()
    ward = models.CharField(max_length=20, blank=True)
    district = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [
            GistIndex(
                models.Func(models.F("longitude"), models.F("latitude"), function="point"),
                name="addresses_postcode_point",
            )
        ]


class Address(models.Model):
    """A home or other unit by its unique property reference number (UPRN, BS 7666), with its position."""

    access_policy = access.policy(read=[access.anyone()], insert=[access.system()], change=[access.system()])

    uprn = models.BigIntegerField(primary_key=True)
    line_1 = models.CharField(max_length=100)
    line_2 = models.CharField(max_length=100, blank=True)
    town = models.CharField(max_length=60, blank=True)
    postcode = models.CharField(max_length=8)
    longitude = models.FloatField()
    latitude = models.FloatField()
    ward = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [models.Index(fields=["postcode", "line_2", "line_1"], name="addresses_address_postcode")]
