"""Addresses of search."""

from django.urls import path

from moothall.foundations.search import views

app_name = "search"

urlpatterns = [path("search/", views.search, name="search")]
