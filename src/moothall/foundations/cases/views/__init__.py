"""Pages about cases: for staff at work, and for the people cases are about."""
