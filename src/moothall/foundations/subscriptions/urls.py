"""Addresses of subscriptions."""

from django.urls import path

from moothall.foundations.subscriptions import api, views

app_name = "subscriptions"

urlpatterns = [
    path("follow/<slug:reference>/", views.follow, name="follow"),
    path("my/following/", views.following, name="following"),
    path("my/following/<uuid:id>/", views.change, name="change"),
    path("my/notices/", views.notices, name="notices"),
    path("my/notices/<uuid:id>/read", views.read, name="read"),
    path("following/confirm/<str:token>/", views.confirm, name="confirm"),
    path("following/end/<str:token>/", views.end, name="end"),
    path("feeds/matters/<slug:reference>.<slug:format>", api.matter, name="matter_feed"),
    path("feeds/<slug:organisation>/<slug:kind>.<slug:format>", api.kind, name="kind_feed"),
]
