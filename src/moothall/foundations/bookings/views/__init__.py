"""Pages of bookings: for those who booked, for those who do the round, and for calendar programs."""
