"""Addresses of messages."""

from django.urls import path

from moothall.foundations.messages import views

urlpatterns = [
    path("staff/by-hand/", views.by_hand, name="messages_by_hand"),
    path("staff/by-hand/<uuid:id>/", views.by_hand_one, name="messages_by_hand_one"),
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<str:name>/", views.letter, name="outbox-letter"),
]
