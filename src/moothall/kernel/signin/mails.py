"""Mails about accounts, in words that the place may change (``words.en.yaml`` of the kernel)."""

from collections.abc import Mapping
from typing import Any

from django.utils import formats, timezone

from moothall.kernel import describing, places, texts
from moothall.kernel.describing import MessageText

LINKS = ("activate_url", "password_reset_url", "signup_url")
"""Where each of allauth's mails leads, whichever it has."""


def written(template_prefix: str, email: str, context: Mapping[str, Any]) -> MessageText:
    """The mail that allauth calls ``template_prefix`` (``account/email/password_changed``), to ``email``.
    Raises ``KeyError`` for one that there are no words for."""
    name = template_prefix.rpartition("/")[2]
    values: dict[str, object] = {
        "place": places.place().name,
        "email": email,
        "code": context.get("code", ""),
        "link": next((context[link] for link in LINKS if context.get(link)), ""),
    }
    change = f"kernel.changes.{name}"
    if not texts.is_there(change):
        if not texts.is_there(f"kernel.{name}.body"):
            raise KeyError(template_prefix)
        return describing.worded(f"kernel.{name}", organisation=None, **values)
    said = texts.filled(texts.say(change), {key: str(value) for key, value in context.items()})
    values |= {"change": said, **_circumstances(context)}
    return describing.worded("kernel.account_changed", organisation=None, **values)


def _circumstances(context: Mapping[str, Any]) -> dict[str, str]:
    """When, from where and with what something about an account was changed."""
    at = timezone.localtime(context["timestamp"])
    return {
        "at": formats.date_format(at, "j F Y, H:i"),
        "ip": str(context.get("ip", "")),
        "browser": str(context.get("user_agent", "")),
    }
