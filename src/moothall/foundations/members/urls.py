"""Addresses of members."""

from django.urls import path

from moothall.foundations.members.views import joining, keys, staff

urlpatterns = [
    path("staff/people/", staff.members, name="members_members"),
    path("staff/people/invite", staff.invite, name="members_invite"),
    path("staff/people/invitations/", staff.invitations, name="members_invitations"),
    path("staff/people/invitations/<uuid:id>/again", staff.send_again, name="members_send_again"),
    path("staff/people/invitations/<uuid:id>/withdraw", staff.withdraw, name="members_withdraw"),
    path("staff/people/keys/", keys.keys, name="members_keys"),
    path("staff/people/keys/<uuid:id>/revoke", keys.revoke, name="members_keys_revoke"),
    path("staff/people/<uuid:id>/end", staff.end, name="members_end"),
    path("join/<str:secret>/", joining.join, name="members_join"),
]
