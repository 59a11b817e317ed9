"""What can be asked of the directory."""

from moothall.foundations.directory.queries.candidates import candidates, undescribed
from moothall.foundations.directory.queries.found import (
    Filters,
    ServiceFound,
    cards,
    service_count,
    services_found,
    services_of,
)
from moothall.foundations.directory.queries.mapped import SERVICES
from moothall.foundations.directory.queries.one import Detail, Spotted, own_entries, own_entry, service
from moothall.foundations.directory.queries.organisations import OrganisationDetail, organisation_page
from moothall.foundations.directory.queries.searched import TYPE as SEARCHED
from moothall.foundations.directory.queries.types import service_types

__all__ = [
    "SEARCHED",
    "SERVICES",
    "Detail",
    "Filters",
    "OrganisationDetail",
    "ServiceFound",
    "Spotted",
    "candidates",
    "cards",
    "organisation_page",
    "own_entries",
    "own_entry",
    "service",
    "service_count",
    "service_types",
    "services_found",
    "services_of",
    "undescribed",
]
