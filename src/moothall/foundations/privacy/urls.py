"""Addresses of privacy."""

from django.urls import path

from moothall.foundations.privacy.views import pages

urlpatterns = [path("my/everything/", pages.everything, name="privacy_everything")]
