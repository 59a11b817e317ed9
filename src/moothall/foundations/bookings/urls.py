"""Addresses of bookings."""

from django.urls import path

from moothall.foundations.bookings.views import attending, calendars, residents, staff

app_name = "bookings"

urlpatterns = [
    path("bookings/<uuid:id>/", residents.booking, name="booking"),
    path("bookings/<uuid:id>/change", residents.change, name="change"),
    path("bookings/<uuid:id>/cancel", residents.cancel, name="cancel"),
    path("bookings/<uuid:id>.ics", calendars.booking, name="calendar"),
    path("bookings/feed/<str:secret>.ics", calendars.feed, name="feed"),
    path("staff/bookings/", staff.resources, name="resources"),
    path("staff/bookings/people/<uuid:id>/", attending.attendee, name="attendee"),
    path("staff/bookings/people/<uuid:id>/cancel", attending.cancel, name="attendee_cancel"),
    path("staff/bookings/<uuid:id>/", staff.resource, name="resource"),
    path("staff/bookings/<uuid:id>/feed", staff.feed, name="make_feed"),
    path("staff/bookings/slots/<uuid:id>/", staff.slot, name="slot"),
]
