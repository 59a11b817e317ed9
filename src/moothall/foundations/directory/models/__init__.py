"""The tables of the directory: organisations' entries, services, places, words to sort them by, imports."""

from moothall.foundations.directory.models.imports import ImportRun
from moothall.foundations.directory.models.listings import Listing
from moothall.foundations.directory.models.places import Location, ServiceAtLocation
from moothall.foundations.directory.models.services import Schedule, Service
from moothall.foundations.directory.models.taxonomies import Taxonomy, Term

__all__ = [
    "ImportRun",
    "Listing",
    "Location",
    "Schedule",
    "Service",
    "ServiceAtLocation",
    "Taxonomy",
    "Term",
]
