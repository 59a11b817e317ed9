"""What comes before any application: a request gets a thread when all of it is there, and not before."""

import http.client
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest

from moothall.kernel.doors import sizes
from moothall.site.commands import ports
from tests.crash.installation import free_port
from tests.support.fronted import FILES, FORM, LONG


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server with one thread for pages."""
    port = free_port()
    with subprocess.Popen([sys.executable, "-m", "tests.support.fronted", str(port)]) as server:
        while not ports.answers("127.0.0.1", port):
            assert server.poll() is None
        yield port
        server.terminate()


def ask(port: int, path: str, body: bytes = b"", **headers: str) -> tuple[int, str]:
    """The status and the content of an answer."""
    with closing(http.client.HTTPConnection("127.0.0.1", port)) as asking:
        asking.request("POST" if body else "GET", path, body or None, headers)
        answer = asking.getresponse()
        return answer.status, answer.read().decode()


def seen(port: int, path: str = "/", body: bytes = b"", **headers: str) -> dict[str, str]:
    """The request as the application had it."""
    status, content = ask(port, path, body, **headers)
    assert status == 200
    return dict(json.loads(content))


def begun(port: int, rest: bytes, *, path: str = "/") -> socket.socket:
    """A connection that has sent the beginning of a form, then ``rest``, and no more."""
    connection = socket.create_connection(("127.0.0.1", port))
    connection.sendall(f"POST {path} HTTP/1.1\r\nHost: place.example\r\n".encode() + rest)
    return connection


def heard(connection: socket.socket) -> bytes:
    """All that comes back until the server closes."""
    with connection.makefile("rb") as answer:
        return answer.read()


def test_bodies_that_do_not_come_keep_nobody_waiting_and_end_in_words(port: int):
    """With one thread, one such body closed the place; sixteen did with all there were."""
    with ExitStack() as held:
        slow = [held.enter_context(begun(port, b"Content-Length: 9\r\n\r\nword")) for _ in range(40)]
        assert ask(port, "/")[0] == 200
        said = heard(slow[0])
        assert said.startswith(b"HTTP/1.1 408") and b"refused 408 /" in said


def test_readers_that_do_not_read_keep_nobody_waiting(port: int):
    with ExitStack() as held:
        for _ in range(10):
            held.enter_context(begun(port, b"Content-Length: 0\r\n\r\n", path="/long"))
        assert ask(port, "/")[0] == 200
    assert len(ask(port, "/long")[1]) == LONG


@pytest.mark.parametrize(
    "sent",
    [
        b"Content-Length: 1001\r\n\r\n" + b"x" * 1001,
        b"Content-Length: 99999999999999999999\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n" + 2 * (b"259\r\n" + b"x" * 601 + b"\r\n") + b"0\r\n\r\n",
    ],
)  # fmt: skip
def test_what_is_too_long_is_refused_announced_or_counted(port: int, sent: bytes):
    with begun(port, sent) as connection:
        answer = heard(connection)
    assert answer.startswith((b"HTTP/1.1 413", b"HTTP/1.1 400"))


def test_a_browser_that_sends_too_much_reads_why(port: int):
    """It reads an answer only when it has sent everything."""
    assert ask(port, "/", b"x" * 20_000_000) == (413, "refused 413 /")


def test_an_address_takes_what_its_form_holds(port: int):
    assert seen(port, "/", b"x" * FORM)["sent"] == FORM
    assert seen(port, "/files", b"x" * FILES)["sent"] == FILES
    assert ask(port, "/files", b"x" * (FILES + 1))[0] == 413


def test_what_all_send_together_has_a_bound_and_room_comes_back(port: int):
    with begun(port, b"Content-Length: 3000000\r\n\r\n" + b"x" * 2_500_000, path="/files"):
        assert {ask(port, "/files", b"x" * FILES)[0] for _ in range(2)} <= {200, 503}
    assert [ask(port, "/files", b"x" * FILES)[0] for _ in range(4)] == [200] * 4


def test_the_visitor_is_who_the_proxy_was_asked_by(port: int):
    told = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7", "X_Forwarded_For": "192.0.2.1"}
    assert seen(port, **told)["REMOTE_ADDR"] == "198.51.100.7"
    assert seen(port, **{"X-Forwarded-For": "[2001:db8::7]:4711"})["REMOTE_ADDR"] == "2001:db8::7"
    assert seen(port, **{"X-Forwarded-For": "2001:db8::7"})["REMOTE_ADDR"] == "2001:db8::7"
    assert seen(port, **{"X-Forwarded-For": "nonsense"})["REMOTE_ADDR"] == "127.0.0.1"
    assert seen(port)["REMOTE_ADDR"] == "127.0.0.1"
    assert "HTTP_X_FORWARDED_PROTO" not in seen(port, X_Forwarded_Proto="https")


def test_a_request_reaches_the_application_as_it_was_written(port: int):
    found = seen(port, "/caf%C3%A9/?q=%C3%A9+1", b"a=1", Cookie="a=1", **{"Content-Type": "text/x"})
    assert found["PATH_INFO"].encode("latin-1").decode() == "/café/"
    assert (found["QUERY_STRING"], found["HTTP_COOKIE"]) == ("q=%C3%A9+1", "a=1")
    assert (found["CONTENT_TYPE"], found["CONTENT_LENGTH"]) == ("text/x", "3")


def test_only_forms_with_files_take_more_than_a_form():
    service = "/do/bulky-waste/00000000-0000-0000-0000-000000000000"
    assert sizes.most_octets("/find/") == sizes.most_octets("/nowhere") == sizes.FORM
    assert sizes.most_octets(f"{service}/photo") == sizes.files(sizes.MOST_FILES)
    assert sizes.most_octets("/api/v1/kernel/organisations") == sizes.QUESTION
    assert sizes.most_octets("/api/v1/documents/add_document") == sizes.CHANGE
