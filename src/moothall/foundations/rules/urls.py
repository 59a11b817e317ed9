"""Addresses of rules."""

from django.urls import path

from moothall.foundations.rules.views import books, changing, comparing, proposing, trying, what_if

BOOK = "staff/rules/<slug:pack>/<slug:name>/"

urlpatterns = [
    path("staff/rules/", books.shelf_page, name="rules_shelf"),
    path(BOOK, books.book_page, name="rules_book"),
    path(f"{BOOK}try", trying.try_page, name="rules_try"),
    path(f"{BOOK}compare", comparing.compare_page, name="rules_compare"),
    path(f"{BOOK}change", changing.change_page, name="rules_change"),
    path(f"{BOOK}take-out", proposing.take_out, name="rules_take_out"),
    path(f"{BOOK}changes/<uuid:proposal>", proposing.proposal_page, name="rules_proposal"),
    path(f"{BOOK}what-if", what_if.what_if_page, name="rules_what_if"),
    path(f"{BOOK}<slug:key>.<slug:notation>", books.download, name="rules_download"),
]
