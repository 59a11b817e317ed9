"""Addresses of comments."""

from django.urls import path

from moothall.foundations.comments.views import moderating, people

app_name = "comments"

urlpatterns = [
    path("comments/on/<uuid:matter>", people.write, name="write"),
    path("comments/report/<uuid:matter>", people.report, name="report"),
    path("comments/about/<uuid:organisation>/", people.about, name="about"),
    path("comments/<uuid:comment>/", people.comment, name="comment"),
    path("comments/<uuid:comment>/edit", people.edit, name="edit"),
    path("comments/<uuid:comment>/take-back", people.withdraw, name="withdraw"),
    path("my/comments/", people.mine, name="mine"),
    path("my/comments/decisions/<uuid:decision>/", people.decision, name="decision"),
    path("staff/comments/", moderating.queue, name="queue"),
    path("staff/comments/appeals/", moderating.appeals, name="appeals"),
    path("staff/comments/appeals/<uuid:appeal>", moderating.answer, name="answer"),
    path("staff/comments/matters/<uuid:matter>", moderating.matter, name="matter"),
    path("staff/comments/<uuid:comment>/", moderating.review, name="review"),
    path("staff/comments/<uuid:comment>/pin", moderating.pin, name="pin"),
]
