"""Addresses of privacy."""

from django.urls import path

from moothall.foundations.privacy.views import pages

app_name = "privacy"

urlpatterns = [path("my/everything/", pages.everything, name="everything")]
