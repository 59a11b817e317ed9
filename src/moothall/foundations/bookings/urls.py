"""Addresses of bookings."""

from django.urls import path

from moothall.foundations.bookings.views import attending, calendars, residents, staff

urlpatterns = [
    path("bookings/<uuid:id>/", residents.booking, name="bookings_booking"),
    path("bookings/<uuid:id>/change", residents.change, name="bookings_change"),
    path("bookings/<uuid:id>/cancel", residents.cancel, name="bookings_cancel"),
    path("bookings/<uuid:id>.ics", calendars.booking, name="bookings_calendar"),
    path("bookings/feed/<str:secret>.ics", calendars.feed, name="bookings_feed"),
    path("staff/bookings/", staff.resources, name="bookings_resources"),
    path("staff/bookings/people/<uuid:id>/", attending.attendee, name="bookings_attendee"),
    path("staff/bookings/people/<uuid:id>/cancel", attending.cancel, name="bookings_attendee_cancel"),
    path("staff/bookings/<uuid:id>/", staff.resource, name="bookings_resource"),
    path("staff/bookings/<uuid:id>/feed", staff.feed, name="bookings_make_feed"),
    path("staff/bookings/slots/<uuid:id>/", staff.slot, name="bookings_slot"),
]
