"""Addresses of messages."""

from django.urls import path

from moothall.foundations.messages import views
from moothall.foundations.messages.views import codes

app_name = "messages"

urlpatterns = [
    path("staff/by-hand/", views.by_hand, name="by_hand"),
    path("staff/by-hand/<uuid:id>/", views.by_hand_one, name="by_hand_one"),
    path("my/code/", codes.code, name="code"),
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<str:name>/", views.letter, name="outbox_letter"),
]
