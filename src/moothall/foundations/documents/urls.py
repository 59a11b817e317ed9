"""Addresses of documents."""

from django.urls import path

from moothall.foundations.documents import views

urlpatterns = [
    path("documents/add/<uuid:matter>", views.add, name="documents_add"),
    path("documents/<uuid:document>", views.document, name="documents_document"),
    path("documents/public/<uuid:document>", views.public_document, name="documents_public"),
    path("documents/public/<uuid:document>/small", views.public_small, name="documents_public_small"),
    path("documents/<uuid:document>/small", views.small, name="documents_small"),
]
