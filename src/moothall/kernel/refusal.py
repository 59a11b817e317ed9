"""How Moothall says no: to the person who asked, in their words, with where to put it right."""

from collections.abc import Mapping


class Refused(Exception):
    """An act that was understood and not carried out. Nothing it tried has happened.

    ``words``: a sentence for the person who asked. ``fields``: words per argument of the operation, for a
    form to show beside the field. ``remedy``: a path where they can put it right. ``code``: a stable
    kebab-case name for programs (the last part of the RFC 9457 ``type``). ``status``: the HTTP status a web
    door answers with.
    """

    code = "refused"
    status = 422

    def __init__(
        self,
        words: str,
        *,
        fields: Mapping[str, str] | None = None,
        remedy: str | None = None,
        code: str | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(words)
        self.words = words
        self.fields = dict(fields or {})
        self.remedy = remedy
        if code is not None:
            self.code = code
        if status is not None:
            self.status = status


class NotAllowed(Refused):
    """The person, role or organisation of the act has no permission for it."""

    code = "not-allowed"
    status = 403


class NotFound(Refused):
    """There is no such thing, or none that this act may see: the two are told apart to nobody."""

    code = "not-found"
    status = 404


class Busy(Refused):
    """Others were in the way for too long. The same again in a moment will do."""

    code = "busy"
    status = 503
    again_after_seconds = 5


class Conflict(Refused):
    """Somebody else was first: a slot has gone, a row has changed since it was read."""

    code = "conflict"
    status = 409
