"""Addresses of members."""

from django.urls import path

from moothall.foundations.members.views import joining, programs, roles, staff

app_name = "members"

urlpatterns = [
    path("staff/people/", staff.members, name="members"),
    path("staff/people/invite", staff.invite, name="invite"),
    path("staff/people/invitations/", staff.invitations, name="invitations"),
    path("staff/people/invitations/<uuid:id>/again", staff.send_again, name="send_again"),
    path("staff/people/invitations/<uuid:id>/withdraw", staff.withdraw, name="withdraw"),
    path("staff/programs/", programs.programs, name="programs"),
    path("staff/programs/new", programs.make, name="program_new"),
    path("staff/programs/<uuid:id>/", programs.program, name="program"),
    path("staff/programs/<uuid:id>/key", programs.rotate, name="program_rotate"),
    path("staff/programs/<uuid:id>/end", programs.revoke, name="program_revoke"),
    path("staff/people/roles/", roles.roles, name="roles"),
    path("staff/people/roles/new", roles.make, name="role_make"),
    path("staff/people/roles/<uuid:id>/", roles.change, name="role_change"),
    path("staff/people/roles/<uuid:id>/end", roles.end, name="role_end"),
    path("staff/people/<uuid:id>/", roles.of_member, name="member"),
    path("staff/people/<uuid:id>/roles/<uuid:assignment>/end", roles.take, name="role_take"),
    path("staff/people/<uuid:id>/end", staff.end, name="end"),
    path("join/<str:secret>/", joining.join, name="join"),
]
