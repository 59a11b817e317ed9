"""Addresses of settings."""

from django.urls import path

from moothall.foundations.settings.views import connections, settings

app_name = "settings"

urlpatterns = [
    path("staff/settings/", settings.index, name="index"),
    path("staff/settings/of/<slug:capability>/", settings.of_organisation, name="of_organisation"),
    path("staff/settings/connections/", connections.index, name="connections"),
    path("staff/settings/connections/new/<slug:kind>/<slug:adapter>", connections.new, name="connect"),
    path("staff/settings/connections/<uuid:id>/", connections.change, name="connection"),
    path("staff/settings/connections/<uuid:id>/test", connections.test, name="connection_test"),
    path("staff/settings/connections/<uuid:id>/end", connections.end, name="connection_end"),
    path("staff/settings/place/<slug:capability>/", settings.of_place, name="of_place"),
]
