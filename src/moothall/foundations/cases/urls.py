"""Addresses of cases."""

from django.urls import path

from moothall.foundations.cases.views import again, joining, mine, queue, work

urlpatterns = [
    path("staff/cases/", queue.queue, name="cases_queue"),
    path("staff/cases/<uuid:case>/", work.case, name="cases_case"),
    path("staff/cases/<uuid:case>/<slug:action>", work.act_on, name="cases_act"),
    path("my/join/", joining.join, name="cases_join"),
    path("my/link-again/", again.link_again, name="cases_link_again"),
    path("my/", mine.cases, name="cases_mine_list"),
    path("my/who-looked/", mine.who_looked, name="cases_who_looked"),
    path("my/cases/<uuid:case>/", mine.case, name="cases_mine"),
    path("my/cases/<uuid:case>/message", mine.write, name="cases_write"),
    path("my/cases/<uuid:case>/stop-sharing/<uuid:grant>", mine.stop_sharing, name="cases_stop_sharing"),
]
