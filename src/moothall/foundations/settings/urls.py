"""Addresses of settings."""

from django.urls import path

from moothall.foundations.settings.views import connections, settings, words

app_name = "settings"

WORDS = "staff/settings/words/"

urlpatterns = [
    path("staff/settings/", settings.index, name="index"),
    path("staff/settings/of/<slug:capability>/", settings.of_organisation, name="of_organisation"),
    path("staff/settings/connections/", connections.index, name="connections"),
    path("staff/settings/connections/new/<slug:kind>/<slug:adapter>", connections.new, name="connect"),
    path("staff/settings/connections/<uuid:id>/", connections.change, name="connection"),
    path("staff/settings/connections/<uuid:id>/test", connections.test, name="connection_test"),
    path("staff/settings/connections/<uuid:id>/end", connections.end, name="connection_end"),
    path("staff/settings/place/<slug:capability>/", settings.of_place, name="of_place"),
    path(WORDS, words.index, name="words"),
    path(f"{WORDS}of/<slug:capability>/<slug:message>/", words.of_organisation, name="words_of"),
    path(f"{WORDS}place/<slug:capability>/<slug:message>/", words.of_place, name="words_of_place"),
]
