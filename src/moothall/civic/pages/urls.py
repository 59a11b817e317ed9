"""Addresses of the place's own pages."""

from django.urls import path

from moothall.civic.pages import views

urlpatterns = [
    path("about/", views.about, name="pages_about"),
    path("about/<slug:name>/", views.about, name="pages_page"),
]
