"""Addresses of the directory: its pages, and Open Referral UK."""

from django.urls import path

from moothall.foundations.directory.api import endpoints as oruk
from moothall.foundations.directory.views import organisations, services, staff

app_name = "directory"

urlpatterns = [
    path("services/", services.services, name="services"),
    path("services/<slug:slug>", services.service, name="service"),
    path("organisations/<slug:slug>", organisations.organisation, name="organisation"),
    path("staff/directory/", staff.entries, name="entries"),
    path("staff/directory/<uuid:id>/", staff.entry, name="entry"),
    path("staff/directory/<uuid:id>/assure", staff.assure, name="assure"),
    path("oruk/", oruk.about, name="oruk"),
    path("oruk/services", oruk.services, name="oruk_services"),
    path("oruk/services/<uuid:id>", oruk.service, name="oruk_service"),
    path("oruk/service_at_locations", oruk.at_locations, name="oruk_at_locations"),
    path("oruk/service_at_locations/<uuid:id>", oruk.at_location, name="oruk_at_location"),
    path("oruk/organizations", oruk.organisations, name="oruk_organisations"),
    path("oruk/organizations/<uuid:id>", oruk.organisation, name="oruk_organisation"),
    path("oruk/taxonomies", oruk.taxonomies, name="oruk_taxonomies"),
    path("oruk/taxonomies/<uuid:id>", oruk.taxonomy, name="oruk_taxonomy"),
    path("oruk/taxonomy_terms", oruk.terms, name="oruk_terms"),
    path("oruk/taxonomy_terms/<uuid:id>", oruk.term, name="oruk_term"),
]
