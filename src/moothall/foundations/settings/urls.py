"""Addresses of settings."""

from django.urls import path

from moothall.foundations.settings.views import connections, settings

urlpatterns = [
    path("staff/settings/", settings.index, name="settings"),
    path("staff/settings/of/<slug:capability>/", settings.of_organisation, name="settings_of_organisation"),
    path("staff/settings/connections/", connections.index, name="settings_connections"),
    path(
        "staff/settings/connections/new/<slug:kind>/<slug:adapter>", connections.new, name="settings_connect"
    ),
    path("staff/settings/connections/<uuid:id>/", connections.change, name="settings_connection"),
    path("staff/settings/connections/<uuid:id>/test", connections.test, name="settings_connection_test"),
    path("staff/settings/connections/<uuid:id>/end", connections.end, name="settings_connection_end"),
    path("staff/settings/place/<slug:capability>/", settings.of_place, name="settings_of_place"),
]
