"""Files are taken for what they contain, whatever they are called; attacks are turned away or left behind."""

import io
import socket
import struct
import threading
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from moothall.foundations.documents.intake import MOST_OCTETS, accept
from moothall.foundations.documents.rules import names, pictures
from moothall.foundations.documents.rules.kinds import MediaType, Unacceptable, checked_pdf
from moothall.foundations.documents.rules.pictures import KEPT_SIDE
from moothall.foundations.documents.tests.files import archive, canvas, pdf, picture, png, scan
from tests.support.patience import PATIENCE


def why_not(name: str, content: bytes) -> str:
    with pytest.raises(Unacceptable) as refused:
        accept(name, content)
    return refused.value.why


@pytest.mark.parametrize(
    ("name", "content", "kind", "kept_as"),
    [
        ("a.jpg", picture("JPEG"), MediaType.JPEG, "a.jpg"),
        ("a.png", picture("PNG"), MediaType.PNG, "a.png"),
        ("a.webp", picture("WEBP"), MediaType.JPEG, "a.jpg"),
        ("a.html", picture("JPEG"), MediaType.JPEG, "a.jpg"),
        ("letter.pdf", pdf(), MediaType.PDF, "letter.pdf"),
        ("photo.jpg", pdf(), MediaType.PDF, "photo.pdf"),
        ("lead.pdf", b"\r\n" + pdf(), MediaType.PDF, "lead.pdf"),
        ("lead.txt", b"\xef\xbb\xbf" + pdf(), MediaType.PDF, "lead.pdf"),
        (
            "printed.pdf",
            b"\x1b%-12345X@PJL\r\n" + b"\0" * 128 + pdf(b"%\xe2\xe3\n"),
            MediaType.PDF,
            "printed.pdf",
        ),
        ("names.pdf", pdf(b"<</JavaScripture 1/Launched 2/S/GoTo>>"), MediaType.PDF, "names.pdf"),
        ("n.txt", "Siân’s note\n".encode(), MediaType.TEXT, "n.txt"),
        ("old.txt", "caf\xe9".encode("cp1252"), MediaType.TEXT, "old.txt"),
    ],
)
def test_a_file_is_what_it_contains(name: str, content: bytes, kind: MediaType, kept_as: str):
    taken = accept(name, content)
    assert (taken.kind, taken.name) == (kind, kept_as)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.jpg", b"", "empty"),
        ("a.jpg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "markup"),
        ("a.txt", b"\xef\xbb\xbf \n<!DOCTYPE html><script>alert(1)</script>", "markup"),
        ("a.txt", b"<?php system('id'); ?>", "markup"),
        ("a.jpg", b"MZ\x90\x00\x03\x00\x00\x00", "unknown"),
        ("a.jpg", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "unknown"),
        ("a.jpg", archive(), "unknown"),
        ("a.heic", b"\0\0\0\x18ftypheic" + b"\0" * 30, "heic"),
        ("a.jpg", picture("JPEG")[:300], "broken"),
        ("a.pdf", b"%PDF-1.7\nnothing", "broken"),
        ("a.pdf", pdf() + archive()[-200:], "two-in-one"),
        ("a.pdf", pdf() + b"x" * 5000, "broken"),
        ("a.pdf", pdf(b"<html><script>alert(1)</script>"), "two-in-one"),
        ("a.pdf", pdf(archive()[-22:]), "two-in-one"),
        ("a.pdf", pdf(b"3 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj"), "active"),
        ("a.pdf", pdf(b"3 0 obj<</S/Java#53cript>>endobj"), "active"),
        ("a.pdf", pdf(b"3 0 obj<</S/Launch/F(cmd.exe)>>endobj"), "active"),
        ("a.pdf", pdf(b"% stream\n3 0 obj<</S/JavaScript>>endobj\n% endstream"), "active"),
        ("a.pdf", pdf(b"(stream\n)3 0 obj<</S/#4aavaScrip#74>>endobj(endstream)"), "active"),
        ("a.pdf", pdf(archive()[-22:] + b"%" * 70_000), "two-in-one"),
        ("a.jpg", b"\0\0\0\x18ftypavif" + b"\0" * 30, "avif"),
        ("a.jpg", b"x" * (MOST_OCTETS + 1), "too-large"),
    ],
)  # fmt: skip
def test_what_pretends_or_harms_is_turned_away(name: str, content: bytes, why: str):
    assert why_not(name, content) == why


def test_where_a_photo_was_taken_is_not_kept_and_it_stands_upright():
    before = picture("JPEG", (640, 480), located=True)
    assert Image.open(io.BytesIO(before)).getexif().get_ifd(0x8825)
    taken = accept("garden.jpg", before)
    kept = Image.open(io.BytesIO(taken.content))
    assert not kept.getexif() and b"Exif" not in taken.content and b"Okafor" not in taken.content
    assert kept.size == (480, 640) == (taken.width, taken.height)
    assert b"Exif" not in (taken.small or b"")


@pytest.mark.parametrize("payload", [b"<script>alert(1)</script>", archive(), b"%PDF-1.7 %%EOF"])
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_what_is_hidden_behind_a_picture_is_left_behind(format: str, payload: bytes):
    taken = accept("two.jpg", picture(format) + payload)
    assert payload not in taken.content


def test_comments_and_metadata_of_a_png_are_left_behind():
    image = Image.new("RGB", (4, 4))
    out = io.BytesIO()
    image.save(out, "PNG", icc_profile=b"secret place", dpi=(300, 300))
    assert b"iCCP" not in accept("a.png", out.getvalue()).content


@pytest.mark.parametrize(
    "content",
    [
        png(60_000, 60_000),
        png(12_001, 10),
        png(2**31 - 1, 1),
        picture("PNG", (3, 3)).replace(struct.pack("!II", 3, 3), struct.pack("!II", 50_000, 50_000)),
    ],
)
def test_huge_dimensions_are_refused_before_anything_is_unpacked(content: bytes):
    assert why_not("big.png", content) in {"too-many-pixels", "broken"}


@pytest.mark.parametrize(
    "content", [canvas("RGBA", 7000, 7000), canvas("RGB", 6000, 6000), canvas("L", 8000, 8000)]
)
def test_a_small_file_that_unpacks_to_much_is_refused(content: bytes):
    assert len(content) < 300_000
    assert why_not("bulky.png", content) == "too-many-pixels"


@pytest.mark.parametrize(("width", "height"), [(13_000, 1_000), (16_000, 3_000)])
def test_a_wide_view_is_made_smaller(width: int, height: int):
    taken = accept("harbour.jpg", picture("JPEG", (width, height)))
    assert (taken.width, taken.height) == (KEPT_SIDE, round(KEPT_SIDE * height / width))


def test_a_scan_keeps_its_tones():
    kept = Image.open(io.BytesIO(accept("scan.png", scan()).content)).convert("L")
    assert [kept.getpixel((x, 8)) for x in (0, 1, 2, 64, 128, 255)] == [0, 1, 2, 64, 128, 255]


def test_only_photos_are_taken_where_photos_are_asked_for():
    assert accept("a.png", picture("PNG"), photos=True).kind is MediaType.PNG
    for name, content in [("pdf.jpg", pdf()), ("text.jpg", b"hello"), ("a.pdf", b"\n" + pdf())]:
        with pytest.raises(Unacceptable, match="not-a-photo"):
            accept(name, content, photos=True)


def test_a_text_bomb_inside_a_png_does_not_burst():
    bomb = zlib.compress(b"0" * 200_000_000)
    content = png(10, 10, (b"zTXt", b"comment\0\0" + bomb))
    assert why_not("bomb.png", content) == "broken"


def test_large_photos_are_made_smaller():
    taken = accept("wide.jpg", picture("JPEG", (5000, 1000)))
    assert (taken.width, taken.height) == (KEPT_SIDE, KEPT_SIDE // 5)


def test_transparency_is_kept_in_a_png_and_white_in_its_small_picture():
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(out, "PNG")
    taken = accept("a.png", out.getvalue())
    assert Image.open(io.BytesIO(taken.content)).mode == "RGBA"
    assert Image.open(io.BytesIO(taken.small or b"")).getpixel((0, 0)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd.txt"),
        ("..\\..\\boot.ini", "boot.txt"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie x.txt"),
        ("gnp\u202etxt.exe", "gnptxt.txt"),
        ("....", "file.txt"),
        ("", "file.txt"),
        ("x" * 500 + ".txt", "x" * 80 + ".txt"),
        ('<img src=x onerror="1">.txt', "img src=x onerror=1.txt"),
    ],
)
def test_names_lead_nowhere(given: str, shown: str):
    assert names.tidy(given, MediaType.TEXT) == shown


@given(st.text(max_size=200))
def test_no_name_holds_what_a_browser_or_disk_takes_for_something_else(name: str):
    shown = names.tidy(name, MediaType.PDF)
    assert shown.endswith(".pdf") and not set(shown) & set('/\\<>:"|?*%\r\n\0')


@given(st.binary(max_size=400))
def test_whatever_arrives_is_taken_or_refused_and_never_crashes(content: bytes):
    try:
        accept("x.jpg", content)
    except Unacceptable as refused:
        assert refused.why


@pytest.mark.filterwarnings("ignore::UserWarning")
@given(st.binary(min_size=1, max_size=60), st.integers(2, 3000))
def test_damaged_pictures_are_refused_or_redrawn(noise: bytes, at: int):
    content = picture("JPEG", (64, 64))
    try:
        drawn = pictures.redraw(content[:at] + noise + content[at:], format="JPEG")
    except Unacceptable as refused:
        assert refused.why
    else:
        assert drawn.kind is MediaType.JPEG


class Daemon(threading.Thread):
    """Speaks enough of clamd's INSTREAM to be asked once."""

    def __init__(self, answer: bytes) -> None:
        super().__init__(daemon=True)
        self.answer, self.got = answer, b""
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]

    def run(self) -> None:
        connection, _ = self.server.accept()
        with connection, connection.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while size := struct.unpack("!I", stream.read(4))[0]:
                self.got += stream.read(size)
            connection.sendall(self.answer)
        self.server.close()


@pytest.fixture
def clamd(settings) -> Iterator[object]:
    started: list[Daemon] = []

    def start(answer: bytes) -> Daemon:
        daemon = Daemon(answer)
        settings.MOOTHALL_CLAMAV = f"tcp://127.0.0.1:{daemon.port}"
        daemon.start()
        started.append(daemon)
        return daemon

    yield start
    for daemon in started:
        daemon.join(PATIENCE)


def test_a_scanner_sees_what_was_sent_and_clears_it(clamd):
    daemon = clamd(b"stream: OK\0")
    content = b"plain " * 40_000
    assert accept("a.txt", content).kind is MediaType.TEXT
    daemon.join(PATIENCE)
    assert daemon.got == content


def test_what_the_scanner_finds_is_not_taken(clamd):
    clamd(b"stream: Eicar-Test-Signature FOUND\0")
    assert why_not("a.txt", b"X5O!P%@AP") == "virus"


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: OK FOUND?\0"])
def test_without_a_clear_answer_nothing_is_taken(clamd, answer: bytes):
    clamd(answer)
    assert why_not("a.txt", b"hello") == "not-scanned"


@pytest.mark.parametrize("setting", ["tcp://127.0.0.1:9", "unix:///nowhere/clamd.sock", "localhost"])
def test_a_scanner_that_cannot_be_reached_stops_files_not_the_website(settings, setting: str):
    settings.MOOTHALL_CLAMAV = setting
    assert why_not("a.txt", b"hello") == "not-scanned"


def test_streams_that_never_end_keep_nobody_busy():
    """All of a PDF is looked at in one go: squared, these five megabytes would take hours."""
    content = b"%PDF-1.7\n" + b"stream\n/#4a#41" * 700_000 + b"/JavaScript\n%%EOF"
    with pytest.raises(Unacceptable, match="active"):
        checked_pdf(content)
