"""What invented residents add to their applications: a picture that shows nobody."""

from functools import cache
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from PIL import Image, ImageDraw

from moothall.foundations.documents.forms import Uploads

PAPER, SKIN, COAT = "#e3f0ee", "#c99a78", "#0b5c55"


def files_for(form: Any) -> MultiValueDict[str, Any]:
    """A file for each question of ``form`` that must have one."""
    asked = [name for name, field in form.fields.items() if isinstance(field, Uploads) and field.required]
    return MultiValueDict(
        {name: [SimpleUploadedFile("photo.jpg", _portrait(), "image/jpeg")] for name in asked}
    )


@cache
def _portrait() -> bytes:
    """Head and shoulders of nobody, as a JPEG of 480 by 600."""
    image = Image.new("RGB", (480, 600), PAPER)
    pen = ImageDraw.Draw(image)
    pen.ellipse((70, 400, 410, 800), fill=COAT)
    pen.ellipse((140, 120, 340, 380), fill=SKIN)
    octets = BytesIO()
    image.save(octets, "JPEG", quality=70)
    return octets.getvalue()
