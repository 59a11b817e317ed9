"""Files for tests: honest ones, and ones that pretend."""

import io
import struct
import zipfile
import zlib

from PIL import Image

GPS = {1: "N", 2: (51.0, 27.0, 36.0), 3: "W", 4: (2.0, 45.0, 0.0)}


def picture(format: str = "JPEG", size: tuple[int, int] = (640, 480), *, located: bool = False) -> bytes:
    """A picture with a gradient; ``located`` says in its EXIF where it was taken and that it lies on its
    side."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    exif = Image.Exif()
    if located:
        exif[0x0112] = 6
        exif[0x010E] = "Ann Okafor's garden"
        exif.get_ifd(0x8825).update(GPS)
    out = io.BytesIO()
    image.save(out, format, exif=exif)
    return out.getvalue()


def scan() -> bytes:
    """A picture in grey of sixteen bits, as scanners write it: all tones from black to white."""
    image = Image.new("I;16", (256, 16))
    for tone in range(256):
        image.paste(tone * 257, (tone, 0, tone + 1, 16))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def canvas(mode: str, width: int, height: int, format: str = "PNG") -> bytes:
    """An empty picture: few octets, many pixels."""
    out = io.BytesIO()
    Image.new(mode, (width, height)).save(out, format)
    return out.getvalue()


def pdf(inside: bytes = b"") -> bytes:
    """A small PDF, with ``inside`` among its objects."""
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        + inside
        + b"\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
    )


def archive() -> bytes:
    """A ZIP archive whose one file unpacks to 100 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("bomb.txt", b"0" * 100_000_000)
    return out.getvalue()


def png(width: int, height: int, *chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG that says it is so large, with further chunks and hardly any pixels."""
    header = struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), *chunks, (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack("!I", len(content)) + name + content + struct.pack("!I", zlib.crc32(name + content))
        for name, content in parts
    )
