"""Addresses of threads."""

from django.urls import path

from moothall.foundations.threads import views

urlpatterns = [path("m/<slug:reference>/", views.thread, name="threads_thread")]
