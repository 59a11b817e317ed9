"""Payments: taken once, refunded with a reason, and balanced to the penny."""
