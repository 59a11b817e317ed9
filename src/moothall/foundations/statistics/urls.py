"""Addresses of statistics."""

from django.urls import path

from moothall.foundations.statistics import views

app_name = "statistics"

urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/<str:code>.csv", views.table, name="table"),
]
