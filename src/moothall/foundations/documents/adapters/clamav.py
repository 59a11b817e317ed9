"""ClamAV's daemon, spoken to with INSTREAM (clamd(8)): chunks, each with its length in four bytes, then a
zero."""

import re
import socket
import struct
from urllib.parse import urlsplit

from moothall.foundations.documents.adapters import base

CHUNK = 64 * 1024
SECONDS = 30
LONGEST_ANSWER = 4096
FOUND = re.compile(r"stream: (.+) FOUND")


class ClamAV(base.Scanner):
    """A daemon at ``tcp://host:port`` or ``unix:///path``."""

    def finds(self, content: bytes) -> str | None:
        """The name of what the daemon found. Raises ``CannotScan`` when it cannot be reached or does not
        say."""
        try:
            with self._connected() as daemon:
                answer = _ask(daemon, content)
        except OSError as failure:
            raise base.CannotScan("The virus scanner cannot be reached.") from failure
        found = FOUND.fullmatch(answer)
        if found:
            return found[1]
        if answer != "stream: OK":
            raise base.CannotScan("The virus scanner did not say whether the file is safe.")
        return None

    def _connected(self) -> socket.socket:
        where = urlsplit(self.address)
        if where.scheme == "tcp":
            return socket.create_connection((where.hostname, where.port or 3310), SECONDS)
        daemon = socket.socket(socket.AF_UNIX)
        daemon.settimeout(SECONDS)
        try:
            daemon.connect(where.path)
        except OSError:
            daemon.close()
            raise
        return daemon


def _ask(daemon: socket.socket, content: bytes) -> str:
    daemon.sendall(b"zINSTREAM\0")
    for start in range(0, len(content), CHUNK):
        part = content[start : start + CHUNK]
        daemon.sendall(struct.pack("!I", len(part)) + part)
    daemon.sendall(struct.pack("!I", 0))
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        part = daemon.recv(LONGEST_ANSWER)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


base.SCANNERS.offer("tcp", ClamAV)
base.SCANNERS.offer("unix", ClamAV)
