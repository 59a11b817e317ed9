"""Services, for whoever searches the place."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from moothall.foundations.directory.events import EntryAssured, EntryChanged, ServicesImported
from moothall.foundations.directory.models import Service, ServiceAtLocation
from moothall.kernel.act import Act
from moothall.kernel.reactions import Envelope
from moothall.kernel.searching import SOURCES, Item, Source

TYPE = "directory.service"


def _concerned(envelope: Envelope[Any]) -> list[str]:
    event = envelope.event
    if isinstance(event, ServicesImported):
        return [str(service) for service in event.services]
    return [str(event.service)] if isinstance(event, EntryChanged | EntryAssured) else []


def _read(act: Act, keys: Sequence[str]) -> Iterable[Item]:
    rows = Service.objects.filter(pk__in=keys, status=Service.Status.ACTIVE)
    spots = _spots(keys)
    for row in rows.only("id", "slug", "name", "text", "organisation_id"):
        spot = spots.get(str(row.pk))
        yield Item(
            key=str(row.pk),
            title=row.name,
            text=row.text,
            path=reverse("directory:service", args=[row.slug]),
            organisation=row.organisation_id,
            longitude=spot[0] if spot else None,
            latitude=spot[1] if spot else None,
        )


def _spots(keys: Sequence[str]) -> dict[str, tuple[float | None, float | None]]:
    """Where each is, if it is anywhere: the first of its places."""
    rows = ServiceAtLocation.objects.filter(service_id__in=keys, location__longitude__isnull=False)
    found = rows.order_by("-id").values_list("service_id", "location__longitude", "location__latitude")
    return {str(service): (longitude, latitude) for service, longitude, latitude in found}


def _keys(act: Act, behind: str, most: int) -> list[str]:
    rows = Service.objects.order_by("pk").values_list("pk", flat=True)
    return [str(key) for key in (rows.filter(pk__gt=behind) if behind else rows)[:most]]


SOURCES.offer(TYPE, Source(concerned=_concerned, read=_read, keys=_keys))
