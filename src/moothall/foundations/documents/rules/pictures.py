"""Pictures drawn anew from their pixels: nothing else of the file is kept, neither where it was taken nor
what somebody hid in it."""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps

from moothall.foundations.documents.rules.kinds import Kind, Unacceptable

MOST_PIXELS = 50_000_000
MOST_SIDE = 12_000
KEPT_SIDE = 2_400
SMALL_SIDE = 320
QUALITY = 85
WHITE = (255, 255, 255)

Image.MAX_IMAGE_PIXELS = MOST_PIXELS


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture drawn anew: its bytes, and a small JPEG of it. Sizes in pixels."""

    kind: Kind
    content: bytes
    small: bytes
    width: int
    height: int


def redraw(content: bytes, *, format: str) -> Drawn:
    """The picture in ``content`` (``JPEG``, ``PNG`` or ``WEBP``), upright, at most :data:`KEPT_SIDE` on its
    longer side. Moving pictures keep their first frame; WebP becomes JPEG.

    Raises ``Unacceptable``: ``too-many-pixels`` before anything large is unpacked, ``broken``.
    """
    try:
        return _redraw(content, format)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Unacceptable("too-many-pixels") from bomb
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, MemoryError) as wrong:
        raise Unacceptable("broken") from wrong


def _redraw(content: bytes, format: str) -> Drawn:
    with Image.open(io.BytesIO(content), formats=(format,)) as opened:
        width, height = opened.size
        if width * height > MOST_PIXELS or max(width, height) > MOST_SIDE:
            raise Unacceptable("too-many-pixels")
        opened.draft("RGB", (KEPT_SIDE, KEPT_SIDE))
        opened.load()
        upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((KEPT_SIDE, KEPT_SIDE))
    kind = Kind.PNG if format == "PNG" else Kind.JPEG
    small = _opaque(upright)
    small.thumbnail((SMALL_SIDE, SMALL_SIDE))
    kept = _with_pixels_only(upright) if kind is Kind.PNG else _opaque(upright)
    return Drawn(kind, _written(kept, kind), _written(small, Kind.JPEG), *kept.size)


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


def _written(picture: Image.Image, kind: Kind) -> bytes:
    picture.info.clear()
    out = io.BytesIO()
    if kind is Kind.PNG:
        picture.save(out, "PNG")
    else:
        picture.save(out, "JPEG", quality=QUALITY, progressive=True)
    return out.getvalue()
