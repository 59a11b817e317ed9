"""Does the place stay up? What others wait while somebody attacks, and what its processes hold in memory.

``python -m benchmarks.standing --url http://127.0.0.1:8000 --data var``: a demo place runs there. Somebody
asks for four pages in turn; their 95th percentile is taken under each attack, and before and after it.
Memory is the proportional share (PSS) of all processes of the data folder, from /proc (Linux).
"""

import argparse
import io
import re
import socket
import statistics
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from PIL import Image

POSTCODE, UPRN = "WX1 1AL", "990000000001"
"""A home of the demo place."""
PAGES = ("/", "/about/", "/services/", "/do/bulky-waste/")
SECONDS = 20.0
TIMEOUT = 60


@dataclass
class Visitor:
    """A browser, as far as it matters here."""

    url: str
    jar: CookieJar = field(default_factory=CookieJar)

    def __post_init__(self) -> None:
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> str:
        """The page at ``path``."""
        with self.opener.open(self.url + path, timeout=TIMEOUT) as answer:
            return str(answer.read().decode())

    def post(self, path: str, body: bytes, media_type: str = "application/x-www-form-urlencoded") -> int:
        """The status of what answers."""
        asked = urllib.request.Request(self.url + path, body, {"Content-Type": media_type})
        try:
            with self.opener.open(asked, timeout=TIMEOUT) as answer:
                answer.read()
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            return refused.code

    def hidden(self, path: str) -> dict[str, str]:
        """What the form there carries unseen."""
        return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', self.get(path)))

    def answer(self, path: str, **typed: str) -> str:
        """Fill in the form at ``path``; where it leads."""
        content = urlencode(self.hidden(path) | typed).encode()
        asked = urllib.request.Request(self.url + path, content)
        with self.opener.open(asked, timeout=TIMEOUT) as answer:
            return str(urlsplit(answer.url).path)


Attack = Callable[[str, threading.Event], None]


def idle_bodies(url: str, over: threading.Event) -> None:
    """Sixteen connections whose body never comes; new ones when they are ended."""
    where = urlsplit(url)
    head = f"POST /find/ HTTP/1.1\r\nHost: {where.netloc}\r\nContent-Length: 1000\r\n\r\nword".encode()
    while not over.is_set():
        with ExitStack() as held:
            for _ in range(16):
                one = held.enter_context(socket.create_connection((where.hostname, where.port)))
                one.sendall(head)
            over.wait(15)


def large_bodies(url: str, over: threading.Event) -> None:
    """Eleven megabytes of words, eight at once."""
    body = urlencode({"words": "'\"" * 1_800_000}).encode()
    _together(8, over, lambda: Visitor(url).post("/find/", body))


def bulky_pictures(url: str, over: threading.Event) -> None:
    """Three pictures of 190 kB and 7000 by 7000 pixels, four visitors at once."""
    out = io.BytesIO()
    Image.new("RGBA", (7000, 7000)).save(out, "PNG")
    _send_pictures(url, over, out.getvalue())


def honest_pictures(url: str, over: threading.Event) -> None:
    """Three photos of twelve megapixels, four visitors at once."""
    out = io.BytesIO()
    Image.effect_noise((1000, 750), 60).resize((4000, 3000)).convert("RGB").save(out, "JPEG", quality=80)
    _send_pictures(url, over, out.getvalue())


def escaped_paper(url: str, over: threading.Event) -> None:
    """A PDF with three million escapes, four at once."""
    paper = b"%PDF-1.7\n/" + b"#41" * 3_300_000 + b"\n%%EOF"
    _send_pictures(url, over, paper, count=1)


ATTACKS: dict[str, Attack] = {
    "sixteen bodies that never come": idle_bodies,
    "bodies of 11 MB, eight at once": large_bodies,
    "3 pictures that unpack to 196 MB, four at once": bulky_pictures,
    "PDF of ten million octets of escapes, four at once": escaped_paper,
    "no attack: 3 photos of 12 megapixels, four at once": honest_pictures,
}


def _together(count: int, over: threading.Event, act: Callable[[], object]) -> None:
    def again() -> None:
        while not over.is_set():
            with suppress(OSError):
                act()

    threads = [threading.Thread(target=again) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _send_pictures(url: str, over: threading.Event, content: bytes, count: int = 3) -> None:
    """As four people who have large items collected and add photos of them, again and again."""
    waiting = [_at_the_photos(url) for _ in range(4)]

    def send() -> None:
        visitor, at = waiting.pop()
        visitor.post(at, *_with_files(visitor.hidden(at), content, count))
        waiting.append((visitor, at))

    _together(4, over, send)


def _at_the_photos(url: str) -> tuple[Visitor, str]:
    visitor = Visitor(url)
    at = visitor.answer("/do/bulky-waste/new", postcode=POSTCODE)
    at = visitor.answer(at, postcode=POSTCODE, looked=POSTCODE, uprn=UPRN)
    return visitor, visitor.answer(visitor.answer(at, answer="sofa"), more="no")


def _with_files(fields: dict[str, str], content: bytes, count: int) -> tuple[bytes, str]:
    """The body of a form with files, and its media type."""
    edge = "edge-of-a-part"
    typed = "".join(
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    head = f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n\r\n'.encode()
    body = b"".join([typed.encode(), *[head + content + b"\r\n"] * count, f"--{edge}--\r\n".encode()])
    return body, f"multipart/form-data; boundary={edge}"


def waits(url: str, seconds: float) -> list[float]:
    """How long each of the pages took, one after another, for so long."""
    found, visitor, ends = [], Visitor(url), time.monotonic() + seconds
    while time.monotonic() < ends:
        for page in PAGES:
            begun = time.monotonic()
            visitor.get(page)
            found.append(time.monotonic() - begun)
    return found


@contextmanager
def under(attack: Attack, url: str) -> Iterator[None]:
    """While ``attack`` goes on."""
    over = threading.Event()
    thread = threading.Thread(target=attack, args=(url, over))
    thread.start()
    time.sleep(1)
    try:
        yield
    finally:
        over.set()
        thread.join()


def p95(found: list[float]) -> float:
    """The 95th percentile, in milliseconds."""
    return statistics.quantiles(found, n=20)[-1] * 1000


def memory(data: Path) -> dict[str, list[float]]:
    """Megabytes (PSS) of each process of a data folder, by what it is."""
    found: dict[str, list[float]] = {}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            environ = (process / "environ").read_bytes().split(b"\0")
            is_ours = f"MOOTHALL_DATA={data}".encode() in environ
            if is_ours or (process / "cwd").resolve() == data / "pg":
                words = (process / "cmdline").read_bytes().split(b"\0")
                name = words[-2].decode() if is_ours else "postgres"
                share = re.search(r"^Pss:\s+(\d+)", (process / "smaps_rollup").read_text(), re.MULTILINE)
                found.setdefault(name, []).append(int(share[1]) / 1024 if share else 0.0)
    return found


def _tell_memory(data: Path) -> None:
    found = memory(data)
    for name, sizes in sorted(found.items()):
        print(
            f"  {name:<10} {len(sizes):>3} processes  {max(sizes):6.0f} MB the largest  {sum(sizes):6.0f} MB"
        )
    print(f"  together {sum(map(sum, found.values())):30.0f} MB")


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.standing", description=main.__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--data", type=Path, default=Path("var"))
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of each measurement")
    options = parser.parse_args()
    waits(options.url, 3)
    for name, attack in ATTACKS.items():
        before = waits(options.url, options.seconds)
        with under(attack, options.url):
            found = p95(waits(options.url, options.seconds))
        usual = p95(before + waits(options.url, options.seconds))
        print(f"{name:<55} {usual:6.0f} → {found:6.0f} ms  {found / usual:5.1f} times", flush=True)
    print("memory (PSS)")
    _tell_memory(options.data.resolve())


if __name__ == "__main__":
    main()
