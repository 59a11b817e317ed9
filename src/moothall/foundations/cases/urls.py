"""Addresses of cases."""

from django.urls import path

from moothall.foundations.cases.views import again, joining, mine, queue, work

app_name = "cases"

urlpatterns = [
    path("staff/cases/", queue.queue, name="queue"),
    path("staff/cases/<uuid:case>/", work.case, name="case"),
    path("staff/cases/<uuid:case>/<slug:action>", work.act_on, name="act"),
    path("my/join/", joining.join, name="join"),
    path("my/link-again/", again.link_again, name="link_again"),
    path("my/", mine.cases, name="mine_list"),
    path("my/who-looked/", mine.who_looked, name="who_looked"),
    path("my/cases/<uuid:case>/", mine.case, name="mine"),
    path("my/cases/<uuid:case>/message", mine.write, name="write"),
    path("my/cases/<uuid:case>/stop-sharing/<uuid:grant>", mine.stop_sharing, name="stop_sharing"),
]
