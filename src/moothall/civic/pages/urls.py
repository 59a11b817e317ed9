"""Addresses of the place's own pages."""

from django.urls import path

from moothall.civic.pages import views

app_name = "pages"

urlpatterns = [
    path("about/", views.about, name="about"),
    path("about/<slug:name>/", views.about, name="page"),
]
