"""Addresses of swaps."""

from django.urls import path

from moothall.civic.swaps import views

urlpatterns = [
    path("swaps/", views.swaps, name="swaps_list"),
    path("swaps/new", views.put_up, name="swaps_new"),
    path("swaps/<uuid:id>/", views.swap, name="swaps_swap"),
    path("staff/swaps/", views.queue, name="swaps_queue"),
    path("staff/swaps/<uuid:id>/", views.work, name="swaps_work"),
]
