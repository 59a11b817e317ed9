"""Log lines for operators: one line each, ``key=value`` or JSON, without personal data.

Message texts are written by Moothall and carry ids and codes only. What an exception says may quote what
somebody typed (a database error quotes the row), so of an exception only its type and place are kept; with
``MOOTHALL_DEBUG`` its words too.
"""

import json
import logging
import os
import traceback
from datetime import UTC, datetime

from django.http import HttpRequest
from django.urls import Resolver404, resolve

from moothall.site import environment

OWN = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message", "request", "server_time"}
"""Attributes every record has, and those of Django that are objects: not shown as fields."""
FRAMES = 6
SECRETS = {"secret", "key", "token"}
"""What a part of an address is called that lets in whoever has it."""


class LineFormatter(logging.Formatter):
    """Formats a record as one line: time, level, logger, message, the record's extra fields, the exception.

    Args:
        form: ``text`` (key=value) or ``json``; by default ``MOOTHALL_LOG_FORMAT``, else text.
    """

    def __init__(self, form: str | None = None) -> None:
        super().__init__()
        self.as_json = (form or os.environ.get("MOOTHALL_LOG_FORMAT", "text")) == "json"
        self.with_words = environment.flag("MOOTHALL_DEBUG")

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        fields = self._fields(record)
        if self.as_json:
            return json.dumps(fields, default=str, ensure_ascii=False)
        head = f"{fields.pop('at')} {fields.pop('level'):<7} {fields.pop('from')}: {fields.pop('message')}"
        return " ".join([head, *(f"{name}={_quoted(value)}" for name, value in fields.items())])

    def _fields(self, record: logging.LogRecord) -> dict[str, object]:
        moment = datetime.fromtimestamp(record.created, UTC)
        fields: dict[str, object] = {
            "at": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": _one_line(_without_secrets(record)),
        }
        fields |= {name: value for name, value in vars(record).items() if name not in OWN}
        if record.exc_info and record.exc_info[1] is not None:
            fields |= self._failure(record.exc_info[1])
        return fields

    def _failure(self, error: BaseException) -> dict[str, object]:
        frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
        where = " > ".join(f"{os.path.basename(at.filename)}:{at.lineno}:{at.name}" for at in frames)
        words = {"words": _one_line(str(error))} if self.with_words else {}
        return {"error": type(error).__qualname__, "where": where, **words}


def _without_secrets(record: logging.LogRecord) -> str:
    """The message; of an address in it the parts that open something are left out."""
    message, request = record.getMessage(), getattr(record, "request", None)
    try:
        parts = resolve(request.path_info).kwargs if isinstance(request, HttpRequest) else {}
    except Resolver404:
        return message
    for value in (str(parts[name]) for name in SECRETS & parts.keys()):
        message = message.replace(value, "…")
    return message


def _quoted(value: object) -> str:
    text = _one_line(str(value))
    return json.dumps(text, ensure_ascii=False) if not text or set(text) & set(' ="') else text


def _one_line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")
