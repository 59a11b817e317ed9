"""Addresses of documents."""

from django.urls import path

from moothall.foundations.documents import views

app_name = "documents"

urlpatterns = [
    path("documents/add/<uuid:matter>", views.add, name="add"),
    path("documents/<uuid:document>", views.document, name="document"),
    path("documents/public/<uuid:document>", views.public_document, name="public"),
    path("documents/public/<uuid:document>/small", views.public_small, name="public_small"),
    path("documents/<uuid:document>/small", views.small, name="small"),
]
