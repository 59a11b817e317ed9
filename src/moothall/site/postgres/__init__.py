"""The embedded PostgreSQL: one server per data folder, reached through its socket alone.

``running()`` is the way in: inside the block the server is up, whoever started it. Why it is run like this:
docs/decisions/003-embedded-postgresql.md.
"""

from moothall.site.postgres.cluster import Cluster, Trouble
from moothall.site.postgres.sharing import available, revive, running
from moothall.site.postgres.wheel import program, superuser_dsn

__all__ = ["Cluster", "Trouble", "available", "program", "revive", "running", "superuser_dsn"]
