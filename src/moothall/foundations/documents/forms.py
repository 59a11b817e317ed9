"""Asking for files: what is wrong with one is said before anything is kept."""

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from moothall.design import fields, forms
from moothall.design.fields import DrawnField
from moothall.design.fields.files import in_words
from moothall.foundations.documents.intake import MOST_OCTETS, Accepted, accept
from moothall.foundations.documents.rules.kinds import Unacceptable

PHOTOS = (".jpg", ".jpeg", ".png", ".webp")
"""Without .heic, so that telephones hand over a JPEG instead."""
PAPERS = (".pdf", *PHOTOS, ".txt")
MOST_FILES = 10
"""Files that are added to a matter at once."""
ANY_ENDING = (*PAPERS, ".heic", ".heif")
"""Endings that reach the intake, which looks at the content and says the better words."""

WORDS = {
    "heic": _(
        "“%(name)s” is a HEIC photo. In your phone's camera settings choose “Most compatible”, or send a JPEG"
    ),
    "avif": _("“%(name)s” is an AVIF picture, which we cannot open. Save it as a JPEG"),
    "unknown": _("“%(name)s” is not a kind of file we can open. Choose %(kinds)s"),
    "not-a-photo": _("“%(name)s” is not a photo. Choose %(kinds)s"),
    "markup": _("“%(name)s” is a web page or a drawing. Save it as a PDF or take a picture of it"),
    "broken": _("“%(name)s” is damaged. Save it again or choose another file"),
    "two-in-one": _("“%(name)s” is two kinds of file in one. Save it again as a plain PDF"),
    "active": _("“%(name)s” contains scripts or other files. Print it to a new PDF and choose that"),
    "too-many-pixels": _(
        "“%(name)s” has too many pixels for us to open. Make it smaller, or send it as a JPEG of up to "
        "50 megapixels"
    ),
    "virus": _("“%(name)s” may harm computers, so we have not kept it. Scan your device for viruses"),
    "not-scanned": _("We cannot check files just now. Try again in a few minutes"),
    "too-large": _("“%(name)s” is too large. Choose a file smaller than 10 MB"),
}


class Uploads(fields.Files):
    """Several files. The value is a list of :class:`Accepted`; ``accepts`` are the endings a browser
    offers. When some cannot be taken, each is named, and ``taken`` are those that can."""

    messages: ClassVar[dict[str, Any]] = WORDS

    def __init__(self, label: Any, *, accepts: Sequence[str] = PAPERS, **options: Any) -> None:
        super().__init__(label, endings=ANY_ENDING, most_octets=MOST_OCTETS, **options)
        self.accepts = tuple(accepts)
        self.taken: list[Accepted] = []

    def kinds_in_words(self) -> str:
        """The kinds that are taken, without those that get words of their own."""
        return in_words(self.accepts)

    def to_python(self, value: Any) -> list[Accepted]:
        """The files, taken in. Raises like its base and for what the intake refuses, for every file."""
        faults: list[ValidationError] = []
        self.taken = []
        for upload in self.few_enough(value):
            try:
                self.taken.append(self._taken_in(upload))
            except ValidationError as fault:
                faults.append(fault)
        if faults:
            raise ValidationError(faults)
        return self.taken

    def _taken_in(self, upload: Any) -> Accepted:
        self._check(upload)
        try:
            return accept(upload.name or "", upload.read(), photos=self.accepts == PHOTOS)
        except Unacceptable as refused:
            raise self.wrong(refused.why, name=upload.name, kinds=self.kinds_in_words()) from refused

    def _own_params(self, drawn: DrawnField) -> dict[str, Any]:
        params = super()._own_params(drawn)
        params["attributes"]["accept"] = ",".join(self.accepts)
        return params


class AddFile(forms.Form):
    """One or more files for a matter."""

    uploads = Uploads(
        _("Add photos or documents"),
        hint=_("JPG, PNG, PDF or text, up to 10 MB each. We remove where a photo was taken."),
        most_files=MOST_FILES,
    )

    @property
    def taken(self) -> list[Accepted]:
        """The files that can be taken."""
        return cast(Uploads, self.fields["uploads"]).taken
