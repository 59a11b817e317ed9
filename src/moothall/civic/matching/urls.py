"""Addresses of the front page and of finding help."""

from django.urls import path

from moothall.civic.matching import views

app_name = "matching"

urlpatterns = [
    path("", views.home, name="home"),
    path("find/", views.ask, name="find"),
    path("staff/needs/", views.demand, name="demand"),
    path("find/<uuid:search>/", views.results, name="results"),
    path("find/<uuid:search>/which/", views.choose_need, name="which"),
    path("find/<uuid:search>/only/", views.narrow, name="only"),
    path("find/<uuid:search>/not-meant/", views.report_misread, name="not_meant"),
    path("find/<uuid:search>/no-help/", views.report_unmet, name="no_help"),
]
