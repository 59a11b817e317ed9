"""Addresses of settings."""

from django.urls import path

from moothall.foundations.settings import views

urlpatterns = [
    path("staff/settings/", views.index, name="settings"),
    path("staff/settings/of/<slug:capability>/", views.of_organisation, name="settings_of_organisation"),
    path("staff/settings/place/<slug:capability>/", views.of_place, name="settings_of_place"),
]
