"""A mail server of a few lines (RFC 5321) that keeps what it is given."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

ANSWERS = {"EHLO": "250 hello", "DATA": "354 go on", "QUIT": "221 bye", "AUTH": "235 let in"}


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server: Any = self.server
        self._say("220 ready")
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            self._say(ANSWERS.get(verb, "250 good"))
            if verb == "DATA":
                server.kept.append(b"".join(iter(self.rfile.readline, b".\r\n")).decode())
                self._say("250 taken")
            if verb == "QUIT":
                return

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[tuple[int, list[str]]]:
    """Its port, and the messages it has taken."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Talk) as server:
        server.daemon_threads = True
        kept: list[str] = []
        server.kept = kept  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], kept
        server.shutdown()
