"""Addresses of members."""

from django.urls import path

from moothall.foundations.members.views import joining, programs, roles, staff

urlpatterns = [
    path("staff/people/", staff.members, name="members_members"),
    path("staff/people/invite", staff.invite, name="members_invite"),
    path("staff/people/invitations/", staff.invitations, name="members_invitations"),
    path("staff/people/invitations/<uuid:id>/again", staff.send_again, name="members_send_again"),
    path("staff/people/invitations/<uuid:id>/withdraw", staff.withdraw, name="members_withdraw"),
    path("staff/programs/", programs.programs, name="members_programs"),
    path("staff/programs/new", programs.make, name="members_program_new"),
    path("staff/programs/<uuid:id>/", programs.program, name="members_program"),
    path("staff/programs/<uuid:id>/key", programs.rotate, name="members_program_rotate"),
    path("staff/programs/<uuid:id>/end", programs.revoke, name="members_program_revoke"),
    path("staff/people/roles/", roles.roles, name="members_roles"),
    path("staff/people/roles/new", roles.make, name="members_role_make"),
    path("staff/people/roles/<uuid:id>/", roles.change, name="members_role_change"),
    path("staff/people/roles/<uuid:id>/end", roles.end, name="members_role_end"),
    path("staff/people/<uuid:id>/", roles.of_member, name="members_member"),
    path("staff/people/<uuid:id>/roles/<uuid:assignment>/end", roles.take, name="members_role_take"),
    path("staff/people/<uuid:id>/end", staff.end, name="members_end"),
    path("join/<str:secret>/", joining.join, name="members_join"),
]
