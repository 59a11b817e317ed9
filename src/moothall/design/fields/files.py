"""Fields for uploads. What a file really contains is decided where it is kept, not here."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from moothall.design import words
from moothall.design.fields.base import DrawnField, Field, Typed, Words

PHOTOS = (".jpg", ".jpeg", ".png", ".webp", ".heic")
PAPERS = (".pdf", *PHOTOS)


def in_words(endings: Sequence[str]) -> str:
    """Kinds of file by the endings of their names: "PDF, JPG or PNG"."""
    kinds = dict.fromkeys(ending.lstrip(".").upper().replace("JPEG", "JPG") for ending in endings)
    return words.listed(kinds, last=gettext("or"))


class File(Field):
    """One file.

    ``endings`` are the file name endings allowed; ``most_octets`` is the largest size of a file; ``kept`` are
    the names of files already given, so that nobody has to choose them again.
    """

    component = "file-upload"
    called = _("a file")
    messages = {
        "required": _("Choose %(called)s"),
        "wrong_kind": _("“%(name)s” is not a kind of file we can open. Choose %(kinds)s"),
        "too_large": _("“%(name)s” is too large. Choose a file smaller than %(most)s"),
        "empty": _("“%(name)s” is empty. Choose another file"),
    }
    many = False

    def __init__(
        self,
        label: Words,
        *,
        endings: Sequence[str] = PAPERS,
        most_octets: int = 10_000_000,
        kept: Sequence[str] = (),
        **options: Any,
    ) -> None:
        super().__init__(label, **options)
        self.endings, self.most_octets, self.kept = tuple(endings), most_octets, tuple(kept)

    def _widget(self) -> Typed:
        return Typed(from_files=True, many=self.many)

    def to_python(self, value: Any) -> Any:
        """The upload, or nothing. Raises ``wrong_kind``, ``too_large``, ``empty``."""
        if value:
            self._check(value)
        return value or None

    def _check(self, upload: "UploadedFile[Any]") -> None:
        name = upload.name or ""
        if PurePath(name).suffix.lower() not in self.endings:
            raise self.wrong("wrong_kind", name=name, kinds=self.kinds_in_words())
        if not upload.size:
            raise self.wrong("empty", name=name)
        if upload.size > self.most_octets:
            raise self.wrong("too_large", name=name, most=words.file_size(self.most_octets))

    def kinds_in_words(self) -> str:
        """The kinds of file allowed: "PDF, JPG or PNG"."""
        return in_words(self.endings)

    def validate(self, value: Any) -> None:
        """Raise when a file is needed and none is given or kept."""
        if not self.kept:
            super().validate(value)

    def to_plain(self, value: Any) -> None:
        """Files are kept as documents, not inside answers."""
        raise TypeError("Keep an upload as a document and store its id.")

    def in_words(self, value: Any) -> str:
        """The names of the files."""
        given = [*self.kept, *([value.name] if value else [])]
        return words.listed(given) if given else super().in_words(None)

    def _own_params(self, drawn: DrawnField) -> dict[str, Any]:
        params: dict[str, Any] = {
            "attributes": {"accept": ",".join(self.endings)} | ({"multiple": "multiple"} if self.many else {})
        }
        if self.kept:
            shown = Markup("").join(Markup("<li>{}</li>").format(name) for name in self.kept)
            list_of_kept = Markup('<p class="moot-note">{}</p><ul class="govuk-list">{}</ul>')
            kept = list_of_kept.format(gettext("You have already added:"), shown)
            params["formGroup"] = {"beforeInput": {"html": kept}}
        return params


class Files(File):
    """Several files, up to ``most_files``. The value is a list of uploads."""

    called = _("at least one file")
    messages = {"too_many": _("Choose no more than %(most)s files")}
    many = True

    def __init__(self, label: Words, *, most_files: int = 5, **options: Any) -> None:
        super().__init__(label, **options)
        self.most_files = most_files

    def to_python(self, value: Any) -> list[Any]:
        """The uploads. Raises like :class:`File` for the first bad one, and ``too_many``."""
        uploads = self.few_enough(value)
        for upload in uploads:
            self._check(upload)
        return uploads

    def few_enough(self, value: Any) -> list[Any]:
        """The uploads, unlooked at. Raises ``too_many``."""
        uploads = [upload for upload in value or () if upload]
        if len(uploads) + len(self.kept) > self.most_files:
            raise self.wrong("too_many", most=self.most_files)
        return uploads

    def in_words(self, value: Any) -> str:
        """The names of the files."""
        given = [*self.kept, *(upload.name for upload in value or ())]
        return words.listed(given) if given else super().in_words(None)
