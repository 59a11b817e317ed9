"""What a change would do, in sentences, charts and tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup

from moothall.design import charts, words
from moothall.foundations.rules.engine import RuleSet
from moothall.foundations.rules.queries.population import People
from moothall.foundations.rules.views.wording import amount_words
from moothall.foundations.rules.what_if.comparing import (
    GAIN,
    LOSE,
    SAME,
    ByGroup,
    Change,
    Totals,
    by_group,
    moves,
    totals,
)
from moothall.foundations.rules.what_if.grouping import groups_of
from moothall.foundations.rules.what_if.measuring import Measure, parts_of
from moothall.foundations.rules.what_if.steps import Step, steps


@dataclass(frozen=True, slots=True)
class Figure:
    """A sentence, a chart (or none), and the same numbers as a table."""

    sentence: str
    chart: Markup
    columns: Sequence[Any]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Told:
    """Everything the page says about a change; ``figures`` are empty when there are too few people to say."""

    sentence: str
    numbers: Sequence[tuple[str, str]]
    figures: Sequence[Figure]
    parts: Sequence[str]
    hides: bool


def told(found: Change, people: People, said: Mapping[str, str], rules: RuleSet) -> Told:
    """The change over a population, as its page shows it."""
    whole = totals(found)
    parts = parts_of((*found.before.values, *found.after.values))
    if whole is None:
        words_of = _("There are too few rows to say anything without telling of single people.")
        return Told(words_of, (), (), parts, True)
    title = rules.decision(said["decision"]).label or said["decision"]
    groups = _groups(found, people, said["group"], whole)
    figures = [
        *([_by_group(groups, said["group"], found.measure)] if groups else []),
        *_steps(found, whole, title),
        *_moves(found),
    ]
    hides = whole.hides or any(_("hidden") in row for figure in figures for row in figure.rows)
    return Told(_sentence(whole, found.measure), _numbers(whole, found.measure, title), figures, parts, hides)


def count_words(count: int | None) -> str:
    """A count as it is told."""
    return _("hidden") if count is None else words.thousands(count)


def _sentence(whole: Totals, measure: Measure) -> str:
    gain, lose, _same = whole.told
    of = words.thousands(whole.people)
    if measure is Measure.WORDS:
        return _("The result changes for %(count)s of %(all)s.") % {"count": _some(gain), "all": of}
    if gain == 0 and lose == 0:
        return _("Nothing changes for any of %(all)s.") % {"all": of}
    return _("Of %(all)s, %(gain)s gain and %(lose)s lose.") % {
        "all": of, "gain": _some(gain), "lose": _some(lose)
    }  # fmt: skip


def _some(count: int | None) -> str:
    if count is None:
        return _("a number that is hidden")
    return words.thousands(count) if count else _("none")


def _numbers(whole: Totals, measure: Measure, title: str) -> list[tuple[str, str]]:
    gain, lose, same = (count_words(count) for count in whole.told)
    if measure is Measure.WORDS:
        return [(_("Changes"), gain), (_("Stays the same"), same)]
    found = [(_("Gain"), gain), (_("Lose"), lose), (_("Stay the same"), same)]
    if measure is Measure.AMOUNT:
        net = whole.sums[2]
        found.append((_("%(title)s in all") % {"title": title}, _("hidden") if net is None else _signed(net)))
    return found


def _signed(amount: int) -> str:
    sign = "+" if amount > 0 else "−" if amount < 0 else ""
    return f"{sign}{amount_words(abs(amount))}"


def _groups(found: Change, people: People, name: str, whole: Totals) -> ByGroup | None:
    column = people.columns.get(name)
    if column is None:
        return None
    groups = groups_of(column.values, column.codes, others=_("Others (small groups together)"))
    return by_group(found, groups, whole.told)


def _by_group(groups: ByGroup, name: str, measure: Measure) -> Figure:
    is_words = measure is Measure.WORDS
    sides = [(GAIN, _("Changes") if is_words else _("Gain"))] + ([] if is_words else [(LOSE, _("Lose"))])
    bars = [
        {"name": label, "count": -(cells[side] or 0) if side == LOSE else cells[side] or 0, "who": who}
        for label, cells in zip(groups.names, groups.told.cells, strict=True)
        for side, who in sides
    ]
    sentence = _most(groups, is_words=is_words, name=name)
    number = [(who, "number") for _side, who in sides]
    columns = [name, *number, (_("Same"), "number"), (_("All"), "number")]
    if measure is Measure.AMOUNT:
        columns += [(_("Mean of those who gain"), "number"), (_("Mean of those who lose"), "number")]
    rows = [
        [
            label,
            *(count_words(cells[side]) for side, _who in sides),
            count_words(cells[SAME]),
            words.thousands(total),
            *([_mean(mean) for mean in means] if measure is Measure.AMOUNT else []),
        ]
        for label, cells, total, means in zip(
            groups.names, groups.told.cells, groups.told.rows, groups.means, strict=True
        )
    ]
    heading = _("How many gain or lose, by %(group)s") % {"group": name}
    if is_words:
        heading = _("How many change, by %(group)s") % {"group": name}
    chart = charts.bars(
        bars, across="name", up="count", group="who" if len(sides) > 1 else "", sideways=True,
        title=heading, words=sentence,
    )  # fmt: skip
    return Figure(sentence, chart, columns, rows)


def _mean(amount: int | None) -> str:
    return "–" if amount is None else _signed(amount)


def _most(groups: ByGroup, *, is_words: bool, name: str) -> str:
    """Which group has the greatest share of people who gain, or of those who lose if nobody gains."""
    side = GAIN if any(cells[GAIN] for cells in groups.told.cells) else LOSE
    shares = [
        ((cells[side] or 0) / total if total else 0, label)
        for label, cells, total in zip(groups.names, groups.told.cells, groups.told.rows, strict=True)
    ]
    share, label = max(shares, default=(0.0, ""))
    if not share:
        return _("By %(group)s, there is nothing to tell.") % {"group": name}
    said = {"label": label, "group": name, "share": words.percent(share)}
    if is_words:
        return _("By %(group)s, most change in “%(label)s”: %(share)s of them.") % said
    if side == GAIN:
        return _("By %(group)s, most gain in “%(label)s”: %(share)s of them.") % said
    return _("By %(group)s, most lose in “%(label)s”: %(share)s of them.") % said


def _steps(found: Change, whole: Totals, title: str) -> list[Figure]:
    """By how much people gain or lose; left out where the counts of the sides are hidden."""
    if found.measure is not Measure.AMOUNT or whole.hides:
        return []
    cut = steps(found)
    if not cut:
        return []
    rows = [{"name": _step_words(step), "count": step.count, "who": _side(step)} for step in cut]
    largest = max(cut, key=lambda step: step.count)
    sentence = _("%(title)s: most of those for whom it changes %(step)s (%(count)s).") % {
        "title": title, "step": _step_words(largest), "count": words.thousands(largest.count),
    }  # fmt: skip
    both = len({step.side for step in cut}) > 1
    chart = charts.bars(
        rows, across="name", up="count", group="who" if both else "", sideways=True,
        title=_("How much people gain or lose"), words=sentence,
    )  # fmt: skip
    columns = [_("Change for each"), (_("How many"), "number")]
    return [
        Figure(sentence, chart, columns, [[_step_words(step), words.thousands(step.count)] for step in cut])
    ]


def _side(step: Step) -> str:
    return _("Gain") if step.side == GAIN else _("Lose")


def _step_words(step: Step) -> str:
    low, high = amount_words(step.low), amount_words(step.high or 0)
    is_gain = step.side == GAIN
    if step.high is None:
        return (_("gain %(low)s or more") if is_gain else _("lose %(low)s or more")) % {"low": low}
    if not step.low:
        return (_("gain less than %(high)s") if is_gain else _("lose less than %(high)s")) % {"high": high}
    words_of = _("gain %(low)s to %(high)s") if is_gain else _("lose %(low)s to %(high)s")
    return words_of % {"low": low, "high": high}


def _moves(found: Change) -> list[Figure]:
    """From which result to which, for results that are a few words."""
    if found.measure is Measure.AMOUNT:
        return []
    shown = moves(found, others=_("Others (few people together)"))
    if shown is None:
        return []
    columns = [_("Now"), *((_("Then: %(name)s") % {"name": name}, "number") for name in shown.after)]
    rows = [
        [name, *map(count_words, cells)] for name, cells in zip(shown.before, shown.told.cells, strict=True)
    ]
    return [Figure(_("From which result people go to which."), Markup(""), columns, rows)]
