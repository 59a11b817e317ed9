"""Addresses of messages."""

from django.urls import path

from moothall.foundations.messages import views

urlpatterns = [
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<str:name>/", views.letter, name="outbox-letter"),
]
