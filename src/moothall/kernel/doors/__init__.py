"""How acts come in: pages, API, command line."""
