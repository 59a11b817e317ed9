"""Where services are given."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from moothall.foundations.directory.models.services import OF_OWN_SERVICE, Service
from moothall.kernel import access, clock
from moothall.kernel.geo import Placed
from moothall.kernel.models import Organisation


class Location(Placed):
    """A place where services are given (HSDS ``location``): a building, an address for post, a website.

    ``document`` holds its names, addresses and access details as read; ``features`` the codes of the access
    features people can filter by.
    """

    access_policy = access.policy(
        read=[access.anyone()],
        insert=[access.owner(), access.system()],
        change=[access.owner(), access.system()],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    source = models.CharField(max_length=200)
    digest = models.BinaryField()
    name = models.CharField(max_length=200, blank=True)
    location_type = models.CharField(max_length=10)
    postcode = models.CharField(max_length=10, blank=True)
    features = ArrayField(models.CharField(max_length=30), default=list)
    document = models.JSONField()

    class Meta(Placed.Meta):
        indexes = [
            *Placed.Meta.indexes,
            models.Index(fields=["organisation", "cell9"], name="directory_location_org"),
        ]


class ServiceAtLocation(models.Model):
    """That a service is given at a place (HSDS ``service_at_location``), with what is special about it
    there."""

    access_policy = access.policy(
        read=[access.anyone()],
        insert=[OF_OWN_SERVICE, access.system()],
        change=[access.system()],
        remove=[access.system()],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    service = models.ForeignKey(Service, models.CASCADE, related_name="at_locations")
    location = models.ForeignKey(Location, models.PROTECT, related_name="at_services")
    document = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["service", "location"], name="directory_servicelocation_of"),
            models.Index(fields=["location", "service"], name="directory_servicelocation_at"),
        ]
