"""Addresses that belong to no capability."""

from django.urls import path

from moothall.kernel import links, mandates, views
from moothall.kernel.doors import oauth, openapi, tiles

app_name = "kernel"

urlpatterns = [
    path("in/<str:secret>/", links.follow, name="follow_link"),
    path("in/<path:rest>", links.mend),
    path("arrive/", views.arrive, name="arrive"),
    path("account/", views.account, name="account"),
    path("api/", views.api, name="api"),
    path("api/v1/openapi.json", openapi.document, name="api_document"),
    path("oauth/token", oauth.token, name="oauth_token"),
    path("acting/", views.choose, name="acting"),
    path("my/mandates/", mandates.mandates, name="mandates"),
    path("map/<slug:name>/<int:zoom>/<int:x>/<int:y>", tiles.tile, name="map_tile"),
    path("staff/", views.today, name="today"),
    path("staff/waiting/", views.waiting, name="waiting"),
    path("staff/readings/", views.readings, name="readings"),
    path("staff/parked/", views.parked, name="parked"),
]
