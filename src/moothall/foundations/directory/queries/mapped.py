"""Where services are given, for the map."""

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moothall.foundations.directory.models import Location, ServiceAtLocation
from moothall.kernel.queries.mapped import SETS, PlacedSet, Shown


def _rows() -> QuerySet[Location]:
    """Places where something is given now."""
    active = ServiceAtLocation.objects.filter(location_id=OuterRef("pk"), service__status="active")
    return Location.objects.filter(Exists(active)).select_related("organisation")


def _shown(row: Location) -> Shown:
    """A place by its name, or by who gives something there; it leads to them."""
    href = reverse("directory:organisation", args=[row.organisation.slug])
    return Shown(row.name or row.organisation.name, href, row.longitude or 0.0, row.latitude or 0.0)


SERVICES = SETS.offer("services", PlacedSet(_("Where services are given"), _rows, _shown, is_public=True))
