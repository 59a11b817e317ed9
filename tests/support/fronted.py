"""A small application behind the front, on a real server, for tests of what comes before any application.

Run as a program it serves at the port it is given, with one thread for pages and little patience.
"""

import json
import sys
from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from moothall.site.front import Front
from moothall.site.receiving import Patience, Receiver

FORM, FILES = 1_000, 3_000_000
LONG = 5_000_000


def application(wsgi: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Says what it was asked; for ``/long`` a great deal."""
    sent = wsgi["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "application/json"), ("X-Thread", "one")])
    if wsgi["PATH_INFO"] == "/long":
        return (b"x" * 50_000 for _ in range(LONG // 50_000))
    shown = {name: value for name, value in wsgi.items() if isinstance(value, str)}
    return [json.dumps(shown | {"sent": len(sent)}).encode()]


def most_octets(path: str) -> int:
    """Files go to ``/files``."""
    return FILES if path == "/files" else FORM


def refusal(wsgi: dict[str, Any], status: int) -> tuple[str, str]:
    """Plain words."""
    return f"refused {status} {wsgi['PATH_INFO']}", "text/plain"


front = Front(
    application,
    most_octets=most_octets,
    refusal=refusal,
    threads=1,
    proxies=1,
    receiver=Receiver(Patience(idle=3.0, start=3.0), room=5_000_000),
)


def main() -> None:
    """Serve at the port named by the first argument."""
    Granian(
        "tests.support.fronted:front",
        port=int(sys.argv[1]),
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main()
