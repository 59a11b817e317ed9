"""Pictures drawn anew from their pixels: nothing else of the file is kept, neither where it was taken nor
what somebody hid in it."""

import io
import struct
from dataclasses import dataclass

from PIL import Image, ImageOps

from moothall.foundations.documents.rules.kinds import MediaType, Unacceptable

MOST_PIXELS = 50_000_000
MOST_UNPACKED = 100_000_000
"""Octets of a picture's pixels in memory: 25 million with colours and transparency, all 50 in grey. A JPEG
that comes line by line is made smaller while it is unpacked, and has no such bound."""
OCTETS = {"1": 1, "L": 1, "P": 1, "LA": 4, "I;16": 6}
"""Octets of one pixel by Pillow's mode; of most four."""
PNG_START, IHDR = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", struct.Struct("!IIBB")
ONE_OCTET = frozenset({0, 3})
"""Colour types of PNG that need one octet for a pixel: grey, and a palette."""
KEPT_SIDE = 2_400
SMALL_SIDE = 320
QUALITY = 85
WHITE = (255, 255, 255)

Image.MAX_IMAGE_PIXELS = MOST_PIXELS


@dataclass(frozen=True, slots=True)
class DrawnPicture:
    """A picture drawn anew: its bytes, and a small JPEG of it. Sizes in pixels."""

    kind: MediaType
    content: bytes
    small: bytes
    width: int
    height: int


def check_announced(content: bytes, *, format: str) -> None:
    """Raise ``Unacceptable`` (``too-many-pixels``) for a PNG whose first chunk already says that it is too
    large (IHDR: ISO/IEC 15948, 11.2.2), before anything is done for it."""
    if format != "PNG" or len(content) < len(PNG_START) + IHDR.size:
        return
    width, height, _depth, colours = IHDR.unpack_from(content, len(PNG_START))
    _check_pixels(width * height, 1 if colours in ONE_OCTET else 4)


def redraw(content: bytes, *, format: str) -> DrawnPicture:
    """The picture in ``content`` (``JPEG``, ``PNG`` or ``WEBP``), upright, at most :data:`KEPT_SIDE` on its
    longer side. Moving pictures keep their first frame; WebP becomes JPEG.

    Raises ``Unacceptable``: ``too-many-pixels`` before anything large is unpacked, ``broken``.
    """
    try:
        return _redraw(content, format)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as bomb:
        raise Unacceptable("too-many-pixels") from bomb
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError) as wrong:
        raise Unacceptable("broken") from wrong


def _redraw(content: bytes, format: str) -> DrawnPicture:
    with Image.open(io.BytesIO(content), formats=(format,)) as opened:
        _check_size(opened, format)
        opened.draft("RGB", (KEPT_SIDE, KEPT_SIDE))
        opened.load()
        drawn = _in_eight_bits(opened)
        drawn.thumbnail((KEPT_SIDE, KEPT_SIDE))
        upright = ImageOps.exif_transpose(drawn)
    kind = MediaType.PNG if format == "PNG" else MediaType.JPEG
    small = _opaque(upright)
    small.thumbnail((SMALL_SIDE, SMALL_SIDE))
    kept = _with_pixels_only(upright) if kind is MediaType.PNG else _opaque(upright)
    return DrawnPicture(kind, _written(kept, kind), _written(small, MediaType.JPEG), *kept.size)


def _check_size(opened: Image.Image, format: str) -> None:
    in_lines = format == "JPEG" and "progressive" not in opened.info
    _check_pixels(opened.width * opened.height, 0 if in_lines else OCTETS.get(opened.mode, 4))


def _check_pixels(pixels: int, octets: int) -> None:
    if pixels > MOST_PIXELS or pixels * octets > MOST_UNPACKED:
        raise Unacceptable("too-many-pixels")


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    """Scanners write grey in sixteen bits; Pillow's own conversion makes all above 255 white."""
    if not picture.mode.startswith("I"):
        return picture
    exif = picture.getexif()
    grey = picture.convert("I").point(lambda value: value * (1 / 257) + 0.5).convert("L")
    grey.info["exif"] = exif.tobytes()
    return grey


def _with_pixels_only(picture: Image.Image) -> Image.Image:
    return picture.convert("RGBA" if "A" in picture.mode or "transparency" in picture.info else "RGB")


def _opaque(picture: Image.Image) -> Image.Image:
    """On white, as JPEG needs it; always a new picture."""
    if picture.mode == "RGB":
        return picture.copy()
    layer = picture.convert("RGBA")
    return Image.composite(
        layer, Image.new("RGBA", layer.size, (*WHITE, 255)), layer.getchannel("A")
    ).convert("RGB")


def _written(picture: Image.Image, kind: MediaType) -> bytes:
    picture.info.clear()
    out = io.BytesIO()
    if kind is MediaType.PNG:
        picture.save(out, "PNG")
    else:
        picture.save(out, "JPEG", quality=QUALITY, progressive=True)
    return out.getvalue()
