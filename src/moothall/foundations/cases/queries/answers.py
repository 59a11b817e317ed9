"""What a person told when their case began, with what has changed since."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from moothall.foundations.cases.models import Answers
from moothall.foundations.cases.queries import types
from moothall.foundations.cases.queries.types import WordedType
from moothall.kernel import allow, vault
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.services import pack_cache
from moothall.services.steps import HasAnswer


@dataclass(frozen=True, slots=True)
class AnsweredStep:
    """What one step of the journey was told: a title, and rows of question and answer."""

    title: str
    rows: tuple[tuple[str, str], ...]


@query(allow=allow.resident | allow.staff("cases.read"), reads="case")
def told(act: Act, *, case: UUID) -> tuple[AnsweredStep, ...]:
    """What the person told; nothing of a case that the act may not see."""
    found = Answers.objects.filter(pk=case).select_related("case").first()
    if found is None:
        return ()
    row = found.case
    (detail,) = vault.decrypt_many([(row.key_holder, found.encrypted)])
    is_outsider = act.organisation not in {None, row.organisation_id}
    return sections(act, case, types.of_case(act, row), detail, is_outsider=is_outsider)


def sections(
    act: Act, case: UUID, kind: WordedType, detail: dict[str, Any] | None, *, is_outsider: bool
) -> tuple[AnsweredStep, ...]:
    """What was told, inside another query; staff of an organisation the case was shared with do not see
    personal answers."""
    shown = (
        AnsweredStep(section["title"], _rows(act, case, kind, section, is_outsider=is_outsider))
        for section in (detail or {}).get("told", ())
    )
    return tuple(section for section in shown if section.rows)


def _rows(
    act: Act, case: UUID, kind: WordedType, section: Mapping[str, Any], *, is_outsider: bool
) -> tuple[tuple[str, str], ...]:
    """The rows of a section; those of a booking as it stands now."""
    found = pack_cache.published(act, id=kind.pack) if kind.pack else None
    spec = found.pack.step(section["step"]) if found else None
    step = spec.step_type if spec else None
    words = types.words_of(found) if found else None
    now = None
    if isinstance(step, HasAnswer) and words:
        now = step.current_summary(act, matter=case, step=section["step"], words=words)
    rows = section["rows"] if now is None else [asdict(row) for row in now]
    return tuple((row["label"], row["value"]) for row in rows if not (is_outsider and row["personal"]))
