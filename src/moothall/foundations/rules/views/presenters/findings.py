"""What a change would do, in sentences, charts and tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup

from moothall.design import charts, words
from moothall.engines.disclosure.suppression import LEAST_TOLD
from moothall.engines.dmn import Model
from moothall.foundations.rules.queries.population import People
from moothall.foundations.rules.rules import naming
from moothall.foundations.rules.views.presenters.pages import amount_words
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
class Finding:
    """Everything the page says about a change; ``figures`` are empty when there are too few people to say."""

    sentence: str
    numbers: Sequence[tuple[str, str]]
    figures: Sequence[Figure]
    parts: Sequence[str]
    hides: bool


def told(
    found: Change, people: People, said: Mapping[str, str], model: Model, *, is_charged: bool = False,
    asked: int | None = None,
) -> Finding:  # fmt: skip
    """The change over a population, as its page shows it. Of what a service charges (``is_charged``) it tells
    who pays more, and ``asked``, how often it was asked for in a year, what that comes to."""
    whole = totals(found)
    parts = parts_of((*found.before.values, *found.after.values))
    if whole is None:
        return Finding(
            _("There are too few to say anything without telling of single people."), (), (), parts, True
        )
    describing = _Telling(found, whole, people, said, model, is_charged=is_charged, asked=asked)
    figures = [*describing.by_group(), *describing.steps(), *describing.moves()]
    hides = whole.hides or any(_("hidden") in row for figure in figures for row in figure.rows)
    return Finding(describing.sentence(), describing.numbers(), figures, parts, hides)


class _Telling:
    """Puts one change into words: what is counted, and whether amounts are money."""

    def __init__(
        self, found: Change, whole: Totals, people: People, said: Mapping[str, str], model: Model, *,
        is_charged: bool, asked: int | None,
    ) -> None:  # fmt: skip
        self.is_charged, self.asked = is_charged, asked
        self.found, self.whole, self.people, self.group = found, whole, people, said["group"]
        decision = said["decision"]
        self.title = next((one.label for one in model.decisions if one.name == decision), "") or decision
        self.is_money = naming.is_money(model, decision)
        self.is_words = found.measure is Measure.WORDS
        self.noun = people.name.replace("-", " ")

    def sentence(self) -> str:
        """What happens to how many."""
        gain, lose, _same = self.whole.told
        said = {
            "all": words.thousands(self.whole.people),
            "noun": self.noun,
            "gain": _some(gain),
            "lose": _some(lose),
        }
        if self.is_words:
            return _("The result changes for %(gain)s of %(all)s %(noun)s.") % said
        if gain == 0 and lose == 0:
            return _("Nothing changes for any of %(all)s %(noun)s.") % said
        if self.is_charged:
            return (
                _("If each of %(all)s %(noun)s asked once, %(lose)s would pay more and %(gain)s less.") % said
            )
        return _("Of %(all)s %(noun)s, %(gain)s gain and %(lose)s lose.") % said

    def numbers(self) -> list[tuple[str, str]]:
        """The totals."""
        gain, lose, same = (_count(count) for count in self.whole.told)
        if self.is_words:
            return [(_("Changes"), gain), (_("Stays the same"), same)]
        found = [(self.gain, gain), (self.lose, lose), (_("Stay the same"), same)]
        if self.found.measure is Measure.AMOUNT:
            net = self.whole.sums[2]
            found.append((_("%(title)s in all") % {"title": self.title}, self._signed(net, _("hidden"))))
            found += self._in_a_year(net)
        return found

    def _in_a_year(self, net: int | None) -> list[tuple[str, str]]:
        """What the change comes to at as many requests as in the last twelve months."""
        if self.asked is None or self.asked < LEAST_TOLD or net is None:
            return []
        each = round(net * self.asked / self.whole.people)
        words_ = _("In a year, at %(count)s requests as in the last one") % {
            "count": words.thousands(self.asked)
        }
        return [(words_, self._signed(each))]

    def _side(self, side: int) -> str:
        return self.gain if side == GAIN else self.lose

    @property
    def gain(self) -> str:
        """What those are headed who are better off."""
        return _("Pay less") if self.is_charged else _("Gain")

    @property
    def lose(self) -> str:
        """What those are headed who are worse off."""
        return _("Pay more") if self.is_charged else _("Lose")

    def _signed(self, amount: int | None, missing: str = "–") -> str:
        if amount is None:
            return missing
        sign = "+" if amount > 0 else "−" if amount < 0 else ""
        return f"{sign}{amount_words(abs(amount), is_money=self.is_money)}"

    def _sides(self) -> list[tuple[int, str]]:
        """Gain and lose; only those that there are, or just the change of words."""
        if self.is_words:
            return [(GAIN, _("Changes"))]
        both = [(GAIN, self.gain), (LOSE, self.lose)]
        return [(side, who) for side, who in both if self.whole.told[side] != 0] or both

    def by_group(self) -> list[Figure]:
        """How many gain or lose in each group."""
        column = self.people.columns.get(self.group)
        if column is None:
            return []
        groups = groups_of(column.values, column.codes, others=_("Others (small groups together)"))
        shown = by_group(self.found, groups, self.whole.told)
        return [self._group_figure(shown)] if shown else []

    def _group_figure(self, groups: ByGroup) -> Figure:
        sides = self._sides()
        bars = [
            {
                "name": label,
                "count": (cells[side] or 0) * (-1 if side == LOSE and len(sides) > 1 else 1),
                "who": who,
            }
            for label, cells in zip(groups.names, groups.told.cells, strict=True)
            for side, who in sides
        ]
        sentence = self._most(groups, sides[0][0])
        title = _("How many gain or lose, by %(group)s")
        if self.is_words:
            title = _("How many change, by %(group)s")
        elif self.is_charged:
            title = _("How many pay more or less, by %(group)s")
        chart = charts.bars(
            bars, across="name", up="count", group="who" if len(sides) > 1 else "", sideways=True,
            title=title % {"group": self._of(self.group)}, words=sentence,
        )  # fmt: skip
        has_means = self.found.measure is Measure.AMOUNT
        columns: list[Any] = [self.group, *((who, "number") for _side, who in sides)]
        columns += [(_("Same"), "number"), (_("All"), "number")]
        columns += [(_("%(who)s, on average") % {"who": who}, "number") for _side, who in sides if has_means]
        rows = [
            [
                label,
                *(_count(cells[side]) for side, _who in sides),
                _count(cells[SAME]),
                words.thousands(total),
                *(self._signed(means[side]) for side, _who in sides if has_means),
            ]
            for label, cells, total, means in zip(
                groups.names, groups.told.cells, groups.told.rows, groups.means, strict=True
            )
        ]
        return Figure(sentence, chart, columns, rows)

    def _of(self, name: str) -> str:
        """The name of a column within a sentence."""
        return name[:1].lower() + name[1:]

    def _most(self, groups: ByGroup, side: int) -> str:
        """Which group has the greatest share of those who gain (lose, change)."""
        known = [
            (cells[side], total, label)
            for label, cells, total in zip(groups.names, groups.told.cells, groups.told.rows, strict=True)
            if cells[side]
        ]
        group = {"group": self._of(self.group)}
        if not known:
            return _("By %(group)s, there is nothing to tell.") % group
        count, total, label = max(known, key=lambda each: (each[0] or 0) / each[1])
        said = group | {"label": label, "count": _count(count), "all": words.thousands(total)}
        if self.is_words:
            return _("By %(group)s, the greatest share changes in “%(label)s”: %(count)s of %(all)s.") % said
        if self.is_charged:
            least = _("By %(group)s, the greatest share pays less in “%(label)s”: %(count)s of %(all)s.")
            most = _("By %(group)s, the greatest share pays more in “%(label)s”: %(count)s of %(all)s.")
            return (least if side == GAIN else most) % said
        if side == GAIN:
            return _("By %(group)s, the greatest share gains in “%(label)s”: %(count)s of %(all)s.") % said
        return _("By %(group)s, the greatest share loses in “%(label)s”: %(count)s of %(all)s.") % said

    def steps(self) -> list[Figure]:
        """By how much people gain or lose; left out where the counts of the sides are hidden."""
        cut = steps(self.found) if self.found.measure is Measure.AMOUNT and not self.whole.hides else ()
        if not cut:
            return []
        rows = [[self._step(step), words.thousands(step.count)] for step in cut]
        columns = [_("Each of them …"), (_("How many"), "number")]
        if len(cut) == 1:
            return [Figure(_("By how much"), Markup(""), columns, rows)]
        largest = max(cut, key=lambda step: step.count)
        sentence = _("Most of those for whom it changes %(step)s: %(count)s.") % {
            "step": self._step(largest), "count": words.thousands(largest.count)
        }  # fmt: skip
        bars = [{"name": self._step(step), "count": step.count, "who": self._side(step.side)} for step in cut]
        title = _("How much more or less each pays") if self.is_charged else _("How much each gains or loses")
        chart = charts.bars(
            bars, across="name", up="count", group="who" if len({step.side for step in cut}) > 1 else "",
            sideways=True, title=title, words=sentence,
        )  # fmt: skip
        return [Figure(sentence, chart, columns, rows)]

    def _step(self, step: Step) -> str:
        said = {
            "low": amount_words(step.low, is_money=self.is_money),
            "high": amount_words(step.high or 0, is_money=self.is_money),
        }
        is_gain = step.side == GAIN
        if self.is_charged:
            return _paying(step, is_gain) % said
        if step.high is None:
            return (_("gain %(low)s or more") if is_gain else _("lose %(low)s or more")) % said
        if not step.low:
            return (_("gain less than %(high)s") if is_gain else _("lose less than %(high)s")) % said
        return (_("gain %(low)s to %(high)s") if is_gain else _("lose %(low)s to %(high)s")) % said

    def moves(self) -> list[Figure]:
        """From which result to which, for results that are a few words."""
        if self.found.measure is Measure.AMOUNT:
            return []
        shown = moves(self.found, others=_("Others (few together)"))
        if shown is None:
            return []
        columns = [_("Now"), *((_("Then: %(name)s") % {"name": name}, "number") for name in shown.after)]
        rows = [
            [name, *map(_count, cells)] for name, cells in zip(shown.before, shown.told.cells, strict=True)
        ]
        return [Figure(_("From which result to which"), Markup(""), columns, rows)]


def _paying(step: Step, is_less: bool) -> str:
    """By how much somebody pays more or less, with blanks for the amounts."""
    if step.high is None:
        return _("pay at least %(low)s less") if is_less else _("pay at least %(low)s more")
    if not step.low:
        return _("pay up to %(high)s less") if is_less else _("pay up to %(high)s more")
    return _("pay %(low)s to %(high)s less") if is_less else _("pay %(low)s to %(high)s more")


def _count(count: int | None) -> str:
    """A count as it is told."""
    return _("hidden") if count is None else words.thousands(count)


def _some(count: int | None) -> str:
    """A count within a sentence."""
    if count is None:
        return _("a number that is hidden")
    return words.thousands(count) if count else _("none")
