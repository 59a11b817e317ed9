"""The front of a web process: Granian's RSGI interface before a WSGI application.

A request gets one of the few threads only when all of it is there, and gives it back when its answer is
made, before that is sent: neither a slow sender nor a slow reader keeps anybody else waiting. What carries
files has threads of its own, so that pages are answered while they are looked at.
"""

import asyncio
import sys
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from ipaddress import ip_address
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Protocol
from wsgiref.types import WSGIApplication

from moothall.site.receiving import IN_MEMORY, Body, Parts, Receiver, Unreceived

Headers = list[tuple[str, str]]
LARGE = 128_000
"""Octets from which a request is served by the threads for files."""
FILE_THREADS = 2
PART = 65_536
BODILESS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class Transport(Protocol):
    """Where the parts of a long answer go (RSGI)."""

    async def send_bytes(self, data: bytes) -> None:
        """Send one part; returns when there is room for the next."""


class Exchange(Protocol):
    """One request and its answer (RSGI's HTTP protocol)."""

    def __aiter__(self) -> Parts:
        """The parts of the request's body; to be asked for once."""

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        """Answer at once."""

    def response_stream(self, status: int, headers: Headers) -> Transport:
        """Answer in parts."""


@dataclass(slots=True)
class Answer:
    """What the application answered."""

    status: int = 500
    headers: Headers = field(default_factory=list)
    file: IO[bytes] = field(default_factory=lambda: SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115
    octets: int = 0


class Front:
    """Serves ``application``.

    Args:
        application: the WSGI application.
        most_octets: how much may be sent to a path.
        refusal: the page (and its media type) for a request, as WSGI has it, that the application never hears
            of because of a status.
        threads: how many requests without files are served at the same time.
        proxies: how many proxies of ours stand before this server; each adds the address it was asked from to
            ``X-Forwarded-For``, so the visitor's is that many from its end.
        receiver: takes in what is sent.
    """

    def __init__(
        self,
        application: WSGIApplication,
        *,
        most_octets: Callable[[str], int],
        refusal: Callable[[dict[str, Any], int], tuple[str, str]],
        threads: int = 4,
        proxies: int = 0,
        receiver: Receiver | None = None,
    ) -> None:
        self.application, self.most_octets, self.refusal = application, most_octets, refusal
        self.proxies, self.receiver = proxies, receiver or Receiver()
        self.pages = ThreadPoolExecutor(threads, "page")
        self.files = ThreadPoolExecutor(FILE_THREADS, "file")

    async def __rsgi__(self, scope: Any, exchange: Exchange) -> None:
        """Serve one request."""
        parts = aiter(exchange)
        try:
            body = await self._received(scope, parts)
        except Unreceived as refused:
            await self.receiver.discard(parts, refused)
            self._refuse(scope, exchange, refused.status)
            return
        try:
            answer = await self._answered(scope, body)
        finally:
            self.receiver.release(body)
        with answer.file:
            await _send(exchange, answer)

    async def _received(self, scope: Any, parts: Parts) -> Body:
        most = 0 if scope.method in BODILESS else self.most_octets(scope.path)
        announced = scope.headers.get("content-length")
        return await self.receiver.receive(parts, announced=announced, most=most)

    async def _answered(self, scope: Any, body: Body) -> Answer:
        threads = self.files if body.octets > LARGE else self.pages
        wsgi = environ_of(scope, body, self.proxies)
        return await asyncio.get_running_loop().run_in_executor(threads, _answer, self.application, wsgi)

    def _refuse(self, scope: Any, exchange: Exchange, status: int) -> None:
        page, media_type = self.refusal(environ_of(scope, Body(), self.proxies), status)
        headers = [("content-type", media_type), ("cache-control", "no-store"), ("connection", "close")]
        exchange.response_bytes(status, headers, page.encode())


def environ_of(scope: Any, body: Body, proxies: int) -> dict[str, Any]:
    """The request as WSGI has it (PEP 3333). A header whose name has an underscore is left out: it would be
    taken for the one with a hyphen, which only a proxy may set."""
    host, _, port = scope.server.rpartition(":")
    body.file.seek(0)
    wsgi: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body.file,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    wsgi |= _headers(scope.headers.items())
    wsgi["CONTENT_LENGTH"] = str(body.octets) if body.octets else ""
    wsgi["REMOTE_ADDR"] = _visitor(scope.client, wsgi, proxies)
    return wsgi


def _headers(given: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in given:
        if "_" in name:
            continue
        key = name.upper().replace("-", "_")
        key = key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"
        between = "; " if key == "HTTP_COOKIE" else ","
        found[key] = f"{found[key]}{between}{value}" if key in found else value
    return found


def _visitor(peer: str, wsgi: Mapping[str, str], proxies: int) -> str:
    """The address of whoever asked: the peer's, or what the outermost of our own proxies was asked from."""
    passed = [part.strip() for part in wsgi.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    told = passed[-proxies] if proxies and len(passed) >= proxies else ""
    return _address(told) or _address(peer)


def _address(text: str) -> str:
    """The IP address in ``text``, which may have a port; nothing if there is none."""
    bare = text.rpartition("]")[0].lstrip("[") or (text.partition(":")[0] if text.count(":") == 1 else text)
    try:
        return str(ip_address(bare))
    except ValueError:
        return ""


def _answer(application: WSGIApplication, wsgi: dict[str, Any]) -> Answer:
    answer = Answer()

    def start_response(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], object]:
        answer.status, answer.headers = int(status.split(" ", 1)[0]), headers
        return answer.file.write

    found = application(wsgi, start_response)
    try:
        for part in found:
            answer.octets += answer.file.write(part)
    finally:
        getattr(found, "close", lambda: None)()
    answer.file.seek(0)
    return answer


async def _send(exchange: Exchange, answer: Answer) -> None:
    if answer.octets <= IN_MEMORY:
        exchange.response_bytes(answer.status, answer.headers, answer.file.read())
        return
    transport = exchange.response_stream(answer.status, answer.headers)
    while part := answer.file.read(PART):
        await transport.send_bytes(part)
