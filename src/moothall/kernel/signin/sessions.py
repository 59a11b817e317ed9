"""Sessions in the database, as Django keeps them, read by one statement that is planned once a connection."""

from typing import Any

from django.contrib.sessions.backends import db
from django.db import connections

READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > now()"


class SessionStore(db.SessionStore):
    """Django's own, but for reading, which every request waits for."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and no key either, for one that is over."""
        with connections["signin"].cursor() as cursor:
            cursor.execute(READ, (self.session_key,))
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        return dict(self.decode(found[0]))
