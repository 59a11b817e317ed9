"""Addresses of the front page and of finding help."""

from django.urls import path

from moothall.civic.matching import views

urlpatterns = [
    path("", views.home, name="home"),
    path("find/", views.ask, name="find"),
    path("staff/needs/", views.demand, name="matching_demand"),
    path("find/<uuid:search>/", views.results, name="find_results"),
    path("find/<uuid:search>/which/", views.choose_need, name="find_which"),
    path("find/<uuid:search>/only/", views.narrow, name="find_only"),
    path("find/<uuid:search>/not-meant/", views.report_misread, name="find_not_meant"),
    path("find/<uuid:search>/no-help/", views.report_unmet, name="find_no_help"),
]
