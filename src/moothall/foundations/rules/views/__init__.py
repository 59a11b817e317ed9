"""Pages for those who look after a service: its rules, tried, tested, compared, changed."""
