"""Addresses of threads."""

from django.urls import path

from moothall.foundations.threads import views

app_name = "threads"

urlpatterns = [path("m/<slug:reference>/", views.thread, name="thread")]
