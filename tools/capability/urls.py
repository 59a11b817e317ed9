"""Addresses of swaps."""

from django.urls import path

from moothall.civic.swaps import views

app_name = "swaps"

urlpatterns = [
    path("swaps/", views.swaps, name="list"),
    path("swaps/new", views.put_up, name="new"),
    path("swaps/<uuid:id>/", views.swap, name="swap"),
    path("staff/swaps/", views.queue, name="queue"),
    path("staff/swaps/<uuid:id>/", views.work, name="work"),
]
