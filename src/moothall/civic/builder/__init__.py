"""Building services: drafts on pages, looked at by a colleague and published."""
