"""Addresses of the design: the language switch and the gallery of parts."""

from django.urls import path
from django.views.i18n import set_language

from moothall.design import views

app_name = "design"

urlpatterns = [
    path("language/", set_language, name="set_language"),
    path("design/", views.gallery, name="gallery"),
    path("design/staff/", views.staff_gallery, name="staff_gallery"),
    path("design/areas.geojson", views.areas, name="gallery_areas"),
]
