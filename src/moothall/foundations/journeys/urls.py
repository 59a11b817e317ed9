"""Addresses of journeys."""

from django.urls import path

from moothall.foundations.journeys import views

app_name = "journeys"

urlpatterns = [
    path("do/", views.begun, name="begun"),
    path("do/<slug:service>/", views.start, name="start"),
    path("do/<slug:service>/new", views.first, name="first"),
    path("do/<slug:service>/<uuid:journey>/", views.journey, name="journey"),
    path("do/<slug:service>/<uuid:journey>/<str:name>", views.page, name="page"),
]
