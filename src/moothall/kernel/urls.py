"""Addresses that belong to no capability."""

from django.urls import path

from moothall.kernel import views

urlpatterns = [
    path("in/<str:secret>/", views.follow_link, name="follow-link"),
    path("arrive/", views.arrive, name="arrive"),
    path("account/", views.account, name="account"),
    path("acting/", views.choose, name="acting"),
    path("staff/waiting/", views.waiting, name="waiting"),
    path("staff/parked/", views.parked, name="parked-facts"),
]
