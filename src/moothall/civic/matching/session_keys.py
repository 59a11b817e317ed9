"""The keys of a browser's own searches, in its session."""

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from moothall.kernel.refusal import NotFound

SESSION_KEY = "searches"
MOST = 20
"""Searches a session remembers; the oldest is forgotten first."""


def remember(request: HttpRequest, search: UUID, key: str) -> None:
    """Let this browser open ``search`` until its session ends."""
    known = [[str(search), key], *request.session.get(SESSION_KEY, [])]
    request.session[SESSION_KEY] = known[:MOST]


def key_of(request: HttpRequest, search: UUID) -> str:
    """The key of ``search``. Raises ``NotFound`` in a browser that did not ask."""
    known = dict(request.session.get(SESSION_KEY, []))
    if str(search) not in known:
        raise NotFound(
            _("We keep what you typed for a day at most, for the browser it was typed in. Say it again.")
        )
    return str(known[str(search)])
