"""What results and inputs of rules are called when a resident reads them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from moothall.design import words as said
from moothall.engines.dmn import Model, RuleSet
from moothall.engines.dmn.model.boxed import DecisionTable
from moothall.engines.dmn.notation.words import POUNDS
from moothall.engines.dmn.tables.words import shown
from moothall.engines.dmn.values.temporal import Date
from moothall.foundations.rules.rules.inputs import plain
from moothall.kernel.describing import Words

AMOUNT = "amount"
"""The part of a result with several that says what it comes to."""


def is_money(model: Model, name: str) -> bool:
    """Whether an input or decision holds an amount of money."""
    return name in {
        one.name for one in model.inputs if one.variable and one.variable.type_ref == POUNDS
    } or any(
        one.name == name and _gives_money(one.variable.type_ref if one.variable else "", one.expression)
        for one in model.decisions
    )


def _gives_money(type_ref: str, expression: Any) -> bool:
    if type_ref == POUNDS:
        return True
    outputs = expression.outputs if isinstance(expression, DecisionTable) else ()
    worth = [one for one in outputs if len(outputs) == 1 or one.name == AMOUNT]
    return any(one.type_ref == POUNDS for one in worth)


def in_words(value: Any, *, money: bool = False) -> str:
    """A value, of a rule or as JSON, as a resident reads it."""
    if value is True or value == "yes":
        return _("Yes")
    if value is False or value == "no":
        return _("No")
    if value is None:
        return _("Not known yet")
    if money and isinstance(value, int | float | Decimal):
        return said.money(pence(value))
    if money and isinstance(value, list | tuple) and all(isinstance(one, Mapping) for one in value):
        return said.money(sum(pence(one[AMOUNT]) * int(one.get("count") or 1) for one in value))
    if isinstance(value, Mapping):
        return ", ".join(_part_words(name, part, money=money) for name, part in value.items())
    if isinstance(value, Date):
        return said.plain_date(date(value.year, value.month, value.day))
    if isinstance(value, int | float):
        return shown(Decimal(str(value)))
    return shown(value)


def _part_words(name: str, value: Any, *, money: bool) -> str:
    """One part of a result: what it is called in the rule, and its value."""
    return f"{name.replace('_', ' ').capitalize()}: {in_words(value, money=money and name == AMOUNT)}"


def pence(pounds: Any) -> int:
    """An amount in pounds as whole pence, half a penny up. Raises ``ValueError`` for what is no amount."""
    if isinstance(pounds, bool) or not isinstance(pounds, int | float | Decimal):
        raise ValueError("This is not an amount.")
    return int((Decimal(str(pounds)) * 100 + Decimal("0.5")).__floor__())


def result_words(words: Words, step: str, value: Any, *, money: bool = False) -> str:
    """A result in the pack's words ``<step>.value.<result>``, else plainly; one with named parts in the words
    ``<step>.parts``, which have a blank for each."""
    if isinstance(value, Mapping) and words.has(f"{step}.parts"):
        return words(f"{step}.parts", **{name: in_words(part) for name, part in value.items()})
    key = f"{step}.value.{plain(value)}"
    return words(key) if words.has(key) else in_words(value, money=money)


class Labels:
    """What the inputs of a rule are called in a pack: ``paths`` are the answers they come from, ``step`` the
    step that decides (whose words ``input.<name>`` come first)."""

    def __init__(self, words: Words, step: str, rules: RuleSet, paths: Mapping[str, str]) -> None:
        self.words, self.step, self.rules, self.paths = words, step, rules, paths

    def name(self, input: str) -> str:
        """Such as "Gets council tax support"."""
        own = f"{self.step}.input.{slug(input)}"
        question = f"{self.paths.get(input, '')}.summary"
        key = next((key for key in (own, question) if self.words.has(key)), "")
        return self.words(key) if key else input

    def value(self, input: str, value: Any) -> str:
        """A value of the input as the question words it."""
        option = f"{self.paths.get(input, '')}.option.{value}"
        if isinstance(value, str) and self.words.has(option):
            return self.words(option)
        if plain(value) in ("yes", "no"):
            return _("yes") if plain(value) == "yes" else _("no")
        return in_words(value, money=is_money(self.rules.model, input))

    def clause(self, input: str, value: Any, words: str) -> str:
        """Another answer as what follows an "if": the question's words ``if.<value>``, or ``if`` with a blank
        for the value, else plainly."""
        path = self.paths.get(input, "")
        own = next((key for key in (f"{path}.if.{plain(value)}", f"{path}.if") if self.words.has(key)), "")
        if own:
            return self.words(own, value=words)
        return _("“%(input)s” were %(words)s") % {"input": self.name(input), "words": words}

    def consequence(self, result: str) -> str:
        """Another result as what follows that: the deciding step's words ``would``, else plainly."""
        key = f"{self.step}.would"
        if self.words.has(key):
            return self.words(key, result=result)
        return _("it would be: %(result)s") % {"result": result}


def slug(name: str) -> str:
    """The name of an input as a key of words: ``council-tax-support``."""
    return "-".join(name.lower().replace("’", "").replace("'", "").split())
