"""Figures for texts to quote: what decisions say that ask nothing, such as a full fee. Pure."""

import re
from collections.abc import Mapping

from moothall.engines.dmn import RuleError, RuleSet
from moothall.foundations.rules.rules.naming import in_words, is_money, slug

QUOTED = re.compile(r"\{([^{}]+)\}")


def figures_of(rules: RuleSet) -> dict[str, str]:
    """Every figure in words, by the name of its decision."""
    found: dict[str, str] = {}
    for decision in rules.model.decisions:
        if not rules.graph.inputs_of(rules.graph.key_named(decision.name)):
            try:
                value = rules.decide(decision.name, {}).value
            except (RuleError, TypeError, ValueError):
                continue
            found[decision.name] = in_words(value, money=is_money(rules.model, decision.name))
    return found


def blanks(name: str, figures: Mapping[str, str]) -> dict[str, str]:
    """The figures of the rules ``name`` by the names of the blanks that a pack's words leave:
    ``fee_full_fee`` for “Full fee” of the rules ``fee``."""
    return {f"{name}_{slug(figure)}".replace("-", "_"): words for figure, words in figures.items()}


def quoted(text: str, figures: Mapping[str, str]) -> str:
    """``text`` with every ``{Full fee}`` as the rules say it; what they do not name stays as it is."""
    return QUOTED.sub(lambda blank: figures.get(blank[1], blank[0]), text)
