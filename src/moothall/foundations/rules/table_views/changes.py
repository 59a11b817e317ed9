"""What is different between two versions of some rules: decision by decision, rule by rule, cell by cell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from moothall.engines.dmn import RuleSet
from moothall.foundations.rules.table_views.drawn import DecisionTableView, Row, sheets_of

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
BECAUSE, RESULT = "because", "→ "


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that was one thing and is another; empty where it was or is not there."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """A rule that was added, removed or changed: its numbers in both versions, and the cells that differ."""

    kind: str
    before: int | None
    after: int | None
    cells: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class TableViewChange:
    """A decision that was added, removed or changed."""

    kind: str
    name: str
    title: str
    facts: tuple[Difference, ...] = ()
    rows: tuple[RowChange, ...] = ()


def changes(old: RuleSet, new: RuleSet) -> tuple[TableViewChange, ...]:
    """The decisions that differ, in the order of the new version, removed ones last."""
    before = {sheet.name: sheet for sheet in sheets_of(old)}
    after = {sheet.name: sheet for sheet in sheets_of(new)}
    found = [_of_sheet(before.get(name), sheet) for name, sheet in after.items()]
    gone = [
        TableViewChange(REMOVED, name, sheet.title) for name, sheet in before.items() if name not in after
    ]
    return (*(change for change in found if change), *gone)


def input_changes(old: RuleSet, new: RuleSet) -> tuple[Difference, ...]:
    """Inputs that were added or removed, or whose question differs."""
    before = {one.name: one.description or one.name for one in old.model.inputs}
    after = {one.name: one.description or one.name for one in new.model.inputs}
    names = dict.fromkeys((*after, *before))
    pairs = ((name, before.get(name, ""), after.get(name, "")) for name in names)
    return tuple(Difference(*each) for each in pairs if each[1] != each[2])


def _of_sheet(old: DecisionTableView | None, new: DecisionTableView) -> TableViewChange | None:
    if old is None:
        return TableViewChange(ADDED, new.name, new.title)
    facts = tuple(
        Difference(name, before, after)
        for name, before, after in (
            ("choose", old.choose, new.choose),
            ("formula", old.formula, new.formula),
            ("title", old.title, new.title),
            ("otherwise", _said(old), _said(new)),
        )
        if before != after
    )
    rows = tuple(_of_rows(old, new))
    return TableViewChange(CHANGED, new.name, new.title, facts, rows) if facts or rows else None


def _said(sheet: DecisionTableView) -> str:
    return ", ".join(cell.words for cell in sheet.otherwise)


Cells = dict[str, str]


def _cells(sheet: DecisionTableView, row: Row) -> Cells:
    """What a rule says, by column; columns without a condition are left out."""
    tests = zip(sheet.columns, row.tests, strict=True)
    results = zip(sheet.outputs, row.results, strict=True)
    found = {name: cell.words for name, cell in tests if cell.words}
    found |= {f"{RESULT}{name}": cell.words for name, cell in results}
    return found | ({BECAUSE: row.because} if row.because else {})


def _of_rows(old: DecisionTableView, new: DecisionTableView) -> Iterator[RowChange]:
    before = [_cells(old, row) for row in old.rows]
    after = [_cells(new, row) for row in new.rows]
    keys = [[tuple(cells.items()) for cells in rows] for rows in (before, after)]
    matcher = SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            yield from _of_stretch(before, after, range(i, j), range(k, m))


def _of_stretch(
    before: Sequence[Cells], after: Sequence[Cells], old: range, new: range
) -> Iterator[RowChange]:
    """A stretch in which rules differ: those most alike are the same rule changed."""
    pairs = _pairs(before, after, old, new)
    paired = set(pairs.values())
    for at in old:
        if at not in paired:
            yield RowChange(REMOVED, at + 1, None, _differences(before[at], {}))
    for at in new:
        same = pairs.get(at)
        kind = ADDED if same is None else CHANGED
        cells = _differences(before[same] if same is not None else {}, after[at])
        yield RowChange(kind, None if same is None else same + 1, at + 1, cells)


def _pairs(before: Sequence[Cells], after: Sequence[Cells], old: range, new: range) -> dict[int, int]:
    """For rules of the new stretch, the rule of the old one that has most in common with it."""
    alike = sorted(
        (
            (_in_common(before[i], after[k]), -abs((i - old.start) - (k - new.start)), i, k)
            for i in old
            for k in new
        ),
        reverse=True,
    )
    found: dict[int, int] = {}
    for common, _near, i, k in alike:
        if common and i not in found.values() and k not in found:
            found[k] = i
    return found


def _in_common(one: Cells, other: Cells) -> int:
    """How many cells are the same; the same conditions count as one more, so rules for everyone pair up."""
    same = sum(1 for name, words in one.items() if other.get(name) == words)
    return same + (_conditions(one) == _conditions(other))


def _conditions(cells: Cells) -> Cells:
    return {name: words for name, words in cells.items() if not name.startswith(RESULT) and name != BECAUSE}


def _differences(before: Cells, after: Cells) -> tuple[Difference, ...]:
    names = dict.fromkeys((*after, *before))
    pairs = ((name, before.get(name, ""), after.get(name, "")) for name in names)
    return tuple(Difference(*each) for each in pairs if each[1] != each[2])
