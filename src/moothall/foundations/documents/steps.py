"""The step that asks for photos and papers."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import Field

from moothall.design import fields, forms
from moothall.foundations.documents import operations
from moothall.foundations.documents.forms import PAPERS, PHOTOS, Uploads
from moothall.kernel.act import Act
from moothall.kernel.doors import sizes
from moothall.kernel.telling import Row
from moothall.services.steps import Answer, Asking, Settings, Step, step


class UploadSettings(Settings):
    """``takes`` photos only, or papers too; between ``least`` and ``most`` files (``least: 0`` makes it
    optional)."""

    takes: Literal["photos", "papers"] = "papers"
    least: int = Field(1, ge=0, le=10)
    most: int = Field(5, ge=1, le=sizes.MOST_FILES)


@step("documents.upload")
class Upload(Step[UploadSettings]):
    """Asks for files; keeps them, encrypted for the person, until the journey is sent, then puts them on
    the case.

    The answer is ``{"files": [{"id", "name", "octets"}]}``. Words: ``title`` and, if wanted, ``hint``.
    """

    settings = UploadSettings

    def form(self, act: Act, asking: Asking[UploadSettings], typed: Any = None, files: Any = None) -> Any:
        """A file input, and what was added before with a way to take it off again."""
        kept = _files(asking.answer)
        settings = asking.settings
        questions: dict[str, Any] = {
            "files": Uploads(
                asking.words(f"{asking.step}.title"),
                hint=_hint(asking),
                required=settings.least > 0,
                accepts=PHOTOS if settings.takes == "photos" else PAPERS,
                most_files=settings.most,
                kept=[file["name"] for file in kept if file["id"] not in _removed(typed)],
            )
        }
        if kept:
            questions["remove"] = fields.Choices(
                _("Take off files you added"), [(file["id"], file["name"]) for file in kept], required=False
            )
        return forms.Form.of(questions)(typed, files)

    def keep(self, act: Act, asking: Asking[UploadSettings], cleaned: Mapping[str, Any]) -> Answer:
        """Keep the new files beside those that stay."""
        removed = set(cleaned.get("remove") or ())
        stay = [file for file in _files(asking.answer) if file["id"] not in removed]
        new = list(cleaned.get("files") or ())
        ids = operations.keep_for_journey(act, journey=asking.journey, files=new) if new else []
        added = [
            {"id": str(id), "name": file.name, "octets": len(file.content)}
            for id, file in zip(ids, new, strict=True)
        ]
        return {"files": stay + added}

    def summary(self, asking: Asking[UploadSettings], answer: Answer) -> Sequence[Row]:
        """The names of the files."""
        names = ", ".join(file["name"] for file in _files(answer))
        key = f"{asking.step}.summary"
        label = asking.words(key if asking.words.has(key) else f"{asking.step}.title")
        return (Row(label, names or _("None")),)

    def do(self, act: Act, asking: Asking[UploadSettings], answer: Answer) -> None:
        """Put the files on the case."""
        if asking.matter is not None and _files(answer):
            operations.attach(act, matter=asking.matter, documents=_ids(answer))

    def let_go(self, act: Act, asking: Asking[UploadSettings], answer: Answer) -> None:
        """Delete the files that the present answer no longer has."""
        gone = set(_ids(answer)) - set(_ids(asking.answer))
        if gone:
            operations.let_go(act, documents=sorted(gone))


def _hint(asking: Asking[UploadSettings]) -> str:
    key = f"{asking.step}.hint"
    own = asking.words(key) if asking.words.has(key) else ""
    kinds = _("JPG or PNG") if asking.settings.takes == "photos" else _("JPG, PNG, PDF or text")
    rest = _("%(kinds)s, up to 10 MB each. We remove where a photo was taken.") % {"kinds": kinds}
    return f"{own} {rest}".strip()


def _files(answer: Answer) -> list[dict[str, Any]]:
    return list((answer or {}).get("files", ()))


def _ids(answer: Answer) -> list[UUID]:
    return [UUID(file["id"]) for file in _files(answer)]


def _removed(typed: Any) -> set[str]:
    return set() if typed is None else set(typed.getlist("remove"))
