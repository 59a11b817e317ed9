"""Addresses of building services."""

from django.urls import path

from moothall.civic.builder.views import deciding, drafts, files, services

DRAFT = "staff/services/drafts/<uuid:id>/"

app_name = "builder"

urlpatterns = [
    path("staff/services/", services.index, name="services"),
    path("staff/services/new", services.new, name="new"),
    path("staff/services/of/<slug:pack>/", services.service, name="service"),
    path("staff/services/of/<slug:pack>/change", services.change, name="change"),
    path(DRAFT, drafts.draft_page, name="draft"),
    path(f"{DRAFT}compare", drafts.compare_page, name="compare"),
    path(f"{DRAFT}file", files.file_page, name="file"),
    path(f"{DRAFT}ask", deciding.ask, name="ask"),
    path(f"{DRAFT}comment", deciding.comment, name="comment"),
    path(f"{DRAFT}review", deciding.review, name="review"),
    path(f"{DRAFT}publish", deciding.publish, name="publish"),
    path(f"{DRAFT}take-back", deciding.take_back, name="take_back"),
    path(f"{DRAFT}discard", deciding.discard, name="discard"),
    path(f"{DRAFT}on-live", deciding.on_live, name="on_live"),
]
