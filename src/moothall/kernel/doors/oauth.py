"""OAuth 2.0 for programs: a short-lived token for a key (client credentials, RFC 6749 §4.4).

The client is the program, its secret the key. Nothing else of OAuth is spoken here: people never give their
password to a program, and a program acts for its organisation alone.
"""

import base64
import binascii
from urllib.parse import unquote_plus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse

from moothall.kernel import act as acts
from moothall.kernel.act import Act, Door
from moothall.kernel.doors.protocol import Answer, Protocol
from moothall.kernel.operations import programs
from moothall.kernel.refusal import NotFound, Refused

NOT_KEPT = {"Cache-Control": "no-store"}


class OAuthRefused(Refused):
    """A refusal by one of the codes of RFC 6749 §5.2."""

    def __init__(self, code: str, words: str, *, status: int = 400) -> None:
        super().__init__(words, code=code, status=status)


def _told(refusal: Refused) -> HttpResponse:
    """A refusal as RFC 6749 §5.2 tells it."""
    code = refusal.code if isinstance(refusal, OAuthRefused) else "invalid_request"
    headers = dict(NOT_KEPT)
    if refusal.status == 401:
        headers["WWW-Authenticate"] = 'Basic realm="moothall"'
    content = {"error": code, "error_description": refusal.words}
    return JsonResponse(content, status=refusal.status, headers=headers)


def _moothall(request: HttpRequest) -> Act:
    return acts.system(door=Door.API)


def _token(act: Act, request: HttpRequest) -> Answer:
    """``POST /oauth/token``: the program's id and key by HTTP Basic or in the form, and perhaps ``scope``."""
    if request.POST.get("grant_type") != "client_credentials":
        raise OAuthRefused("unsupported_grant_type", "Only client_credentials is granted here.")
    program, key = _client(request)
    wanted = request.POST.get("scope", "").split() or None
    try:
        made = programs.issue_token(act, program=program, key=key, scopes=wanted)
    except NotFound as refusal:
        raise OAuthRefused("invalid_client", refusal.words, status=401) from None
    except Refused as refusal:
        raise OAuthRefused("invalid_scope", refusal.words) from None
    content = {
        "access_token": made.token, "token_type": "Bearer", "expires_in": made.seconds,
        "scope": " ".join(made.scopes),
    }  # fmt: skip
    return JsonResponse(content, headers=NOT_KEPT)


def _client(request: HttpRequest) -> tuple[UUID, str]:
    """Id and key, as RFC 6749 §2.3.1 has them sent."""
    scheme, _space, sent = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        name, key = _basic(sent)
    else:
        name, key = request.POST.get("client_id", ""), request.POST.get("client_secret", "")
    try:
        return UUID(name), key
    except ValueError:
        raise OAuthRefused("invalid_client", "Say which program, and show its key.", status=401) from None


def _basic(sent: str) -> tuple[str, str]:
    try:
        name, _colon, key = base64.b64decode(sent, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return unquote_plus(name), unquote_plus(key)


token = Protocol(caller=_moothall, method="POST", problem=_told).endpoint(_token)
