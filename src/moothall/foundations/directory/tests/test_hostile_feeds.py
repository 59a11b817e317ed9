"""Feeds that answer with anything at all: what can be read is taken in, the rest refused in words."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from moothall.foundations.directory.feeds import web
from moothall.foundations.directory.feeds.refusals import NotAFeed
from moothall.foundations.directory.tests.stories import service


class Feed(BaseHTTPRequestHandler):
    """Answers a path with what is set for it."""

    answers: ClassVar[dict[str, bytes]] = {}
    protocol_version = "HTTP/1.0"

    def do_GET(self) -> None:
        found = self.answers.get(self.path.partition("?")[0])
        if found is None:
            self.send_error(404)
        elif found.startswith(b"raw "):
            self.wfile.write(found.removeprefix(b"raw "))
        else:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(found)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def feed() -> Iterator[str]:
    """The address of a feed whose answers a test sets."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Feed)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    Feed.answers.clear()


def page(*services: object, **more: object) -> bytes:
    return json.dumps({"contents": services, "last_page": True} | more).encode()


@pytest.mark.parametrize("total", ["abc", "²", -1, None, [], "9" * 400])
def test_a_number_of_pages_that_is_none_is_not_believed(feed: str, total: object) -> None:
    Feed.answers["/services"] = page(service(1), total_pages=total)
    assert [each["name"] for each in web.services_at(feed)] == ["Service 1"]


@pytest.mark.parametrize("identity", ["a\nb", "a b", "../x", "?", "\u0000"])
def test_an_id_that_no_address_can_hold_is_asked_for_all_the_same(feed: str, identity: str) -> None:
    Feed.answers["/services"] = page({"id": identity, "name": "Odd"})
    assert [each["name"] for each in web.services_at(feed)] == ["Odd"]


@pytest.mark.parametrize(
    "answer",
    [
        b"[" * 200_000,
        b"raw nonsense",
        b"raw HTTP/1.0 200 OK\r\nX-Long: " + b"x" * 70_000 + b"\r\n\r\n[]",
        b"\xff\xfe",
    ],
)
def test_an_answer_that_cannot_be_read_is_refused_in_words(feed: str, answer: bytes) -> None:
    Feed.answers["/services"] = answer
    with pytest.raises(NotAFeed):
        list(web.services_at(feed))
