"""Addresses of rules."""

from django.urls import path

from moothall.foundations.rules.views import books, changing, comparing, drafting, trying, what_if

BOOK = "staff/rules/<slug:pack>/<slug:name>/"

app_name = "rules"

urlpatterns = [
    path("staff/rules/", books.shelf_page, name="list"),
    path(BOOK, books.book_page, name="book"),
    path(f"{BOOK}try", trying.try_page, name="try"),
    path(f"{BOOK}compare", comparing.compare_page, name="compare"),
    path(f"{BOOK}change", changing.change_page, name="change"),
    path(f"{BOOK}take-out", drafting.take_out, name="take_out"),
    path(f"{BOOK}changes/<uuid:draft>", drafting.meaning_page, name="meaning"),
    path(f"{BOOK}what-if", what_if.what_if_page, name="what_if"),
    path(f"{BOOK}<slug:key>.<slug:notation>", books.download, name="download"),
]
