"""The step that asks for photos and papers."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypedDict
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _
from pydantic import Field

from moothall.design import fields, forms
from moothall.foundations.documents import operations
from moothall.foundations.documents.forms import PAPERS, PHOTOS, Uploads
from moothall.kernel.act import Act
from moothall.kernel.describing import Row
from moothall.kernel.doors import sizes
from moothall.services.steps import Answer, Asks, Effects, Holds, Settings, StepContext, Typed, mapping, step


class UploadSettings(Settings):
    """``takes`` photos only, or papers too; between ``least`` and ``most`` files (``least: 0`` makes it
    optional)."""

    takes: Literal["photos", "papers"] = "papers"
    least: int = Field(1, ge=0, le=10)
    most: int = Field(5, ge=1, le=sizes.MOST_FILES)


@step("documents.upload")
class Upload(Asks[UploadSettings], Holds[UploadSettings], Effects[UploadSettings]):
    """Asks for files; keeps them, encrypted for the person, until the journey is sent, then puts them on
    the case.

    The answer is ``{"files": [{"id", "name", "octets"}]}``. Words: ``title`` and, if wanted, ``hint``.
    """

    settings = UploadSettings

    def form(
        self,
        act: Act,
        context: StepContext[UploadSettings],
        typed: Typed | None = None,
        files: Typed | None = None,
    ) -> forms.Form:
        """A file input, and what was added before with a way to take it off again."""
        kept = _files(context.answer)
        settings = context.settings
        questions: dict[str, Any] = {
            "files": Uploads(
                context.title,
                hint=_hint(context),
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

    def salvages(self, form: Any) -> Mapping[str, Any] | None:
        """The sound ones of several files."""
        taken = form.fields["files"].taken
        return {"files": taken, "remove": form.cleaned_data.get("remove")} if taken else None

    def accept(self, act: Act, context: StepContext[UploadSettings], cleaned: Mapping[str, Any]) -> Answer:
        """Keep the new files beside those that stay."""
        removed = set(cleaned.get("remove") or ())
        stay = [file for file in _files(context.answer) if file["id"] not in removed]
        new = list(cleaned.get("files") or ())
        ids = operations.hold_documents(act, held_for=context.journey, files=new) if new else []
        added: list[KeptFile] = [
            {"id": str(id), "name": file.name, "octets": len(file.content)}
            for id, file in zip(ids, new, strict=True)
        ]
        return {"files": [_plain(file) for file in (*stay, *added)]}

    def summary(self, context: StepContext[UploadSettings], answer: Answer) -> Sequence[Row]:
        """The names of the files."""
        names = ", ".join(file["name"] for file in _files(answer))
        return (Row(context.label, names or _("None")),)

    def carry_out(self, act: Act, context: StepContext[UploadSettings], answer: Answer) -> None:
        """Put the files on the case."""
        if context.matter is not None and _files(answer):
            operations.attach(act, matter=context.matter, documents=_ids(answer))

    def release(self, act: Act, context: StepContext[UploadSettings], answer: Answer) -> None:
        """Delete the files that the present answer no longer has."""
        gone = set(_ids(answer)) - set(_ids(context.answer))
        if gone:
            operations.release(act, documents=sorted(gone))


def _hint(context: StepContext[UploadSettings]) -> str:
    kinds = _("JPG or PNG") if context.settings.takes == "photos" else _("JPG, PNG, PDF or text")
    rest = _("%(kinds)s, up to 10 MB each. We remove where a photo was taken.") % {"kinds": kinds}
    return f"{context.said('hint')} {rest}".strip()


class KeptFile(TypedDict):
    """A file that was added."""

    id: str
    name: str
    octets: int


def _files(answer: Answer) -> list[KeptFile]:
    files = mapping(answer).get("files")
    return [_file(mapping(one)) for one in files] if isinstance(files, list) else []


def _file(kept: Mapping[str, Answer]) -> KeptFile:
    return {"id": str(kept["id"]), "name": str(kept["name"]), "octets": int(str(kept["octets"]))}


def _plain(file: KeptFile) -> Answer:
    return {"id": file["id"], "name": file["name"], "octets": file["octets"]}


def _ids(answer: Answer) -> list[UUID]:
    return [UUID(file["id"]) for file in _files(answer)]


def _removed(typed: Typed | None) -> set[str]:
    return set(typed.getlist("remove")) if isinstance(typed, QueryDict) else set()
