"""TCP ports: which is free, and whether Moothall answers there."""

import http.client
import socket
from contextlib import closing, suppress

from moothall.site.exits import Stop

TRIES = 50
SECONDS = 30
"""Within which even the slowest machine answers."""


def free_port(host: str, wanted: int) -> int:
    """``wanted`` if nobody listens there, else the next free port above it. Raises ``Stop``."""
    for port in range(wanted, min(wanted + TRIES, 65536)):
        if _is_free(host, port):
            return port
    raise Stop(f"Ports {wanted} to {wanted + TRIES - 1} on {host} are all taken. Choose another with --port.")


def answers(host: str, port: int) -> bool:
    """Whether the web server there says that it is ready to serve pages."""
    with suppress(OSError, http.client.HTTPException), closing(_connection(host, port)) as connection:
        connection.request("GET", "/readyz", headers={"Host": "127.0.0.1"})
        return connection.getresponse().status == http.client.OK
    return False


def _connection(host: str, port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1" if host in {"0.0.0.0", ""} else host, port, timeout=SECONDS)  # noqa: S104


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise Stop(f"Port {port} needs more rights than you have. Choose one above 1023.") from None
        except OSError:
            return False
    return True
