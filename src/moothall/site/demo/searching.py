"""People who say what they need: in which words, ward and season, and what they make of the answer."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from math import prod
from random import Random
from typing import Any

from moothall.civic.matching import operations, queries, understanding
from moothall.kernel import act as acts
from moothall.kernel.act import Act, Door
from moothall.site.demo import answers, content

Wording = Mapping[str, Any]

ANSWERS_THE_QUESTION = 0.5
"""The share of people who answer when they are asked which of two needs they meant."""


def visit(ward: str, day: date, dice: Random) -> Callable[[], None]:
    """A search by somebody of ``ward`` on ``day``, and what they make of the answer."""
    said = content.read("history")["searches"]
    is_unmet = dice.random() < said["unmet"]
    wording = _drawn("unmet_wordings" if is_unmet else "wordings", ward, day, dice)
    postcode = answers.invent(dice, ward).postcode if dice.random() < said["with_postcode"] else ""
    again = _other_words(wording, dice) if dice.random() < said["asks_again_in_other_words"] else None
    door = Door.DESK if dice.random() < said["by_adviser"] else Door.PAGE
    luck = dice.random()

    def happen() -> None:
        kept = _ask(wording, postcode, door)
        if is_unmet:
            operations.report_unmet(_looking(door), search=kept.search, key=kept.key)
        elif again is not None:
            operations.report_misread(_looking(door), search=kept.search, key=kept.key)
            _ask(again, postcode, door)
        elif luck < ANSWERS_THE_QUESTION:
            _choose(wording, kept, door)

    return happen


def hour(dice: Random) -> int:
    """When people look for help."""
    return int(answers.drawn(dice, content.read("history")["searches"]["hours"]))


def _ask(wording: Wording, postcode: str, door: Door) -> operations.Kept:
    understanding.load()
    act = acts.public(door=door, language=wording.get("language", "en"))
    return operations.ask(act, words=wording["say"], postcode=postcode)


def _choose(wording: Wording, kept: operations.Kept, door: Door) -> None:
    """Answer the question, if one was asked, with what was meant."""
    act = _looking(door)
    offered = queries.told(act, search=kept.search, key=kept.key).outcome.question
    meant = next((need for need in wording["needs"] if need in offered), None)
    if meant is not None:
        operations.choose_need(act, search=kept.search, key=kept.key, need=meant)


def _looking(door: Door) -> Act:
    """An act by nobody in particular that still sees a search of long ago: the database shows everybody else
    those of the last day, by its own clock."""
    return acts.system(door=door, purpose="demo")


def _drawn(wordings: str, ward: str, day: date, dice: Random) -> Wording:
    lines = content.read("history")[wordings]
    chosen: Wording = dice.choices(lines, weights=_weights(wordings, ward, day.month))[0]
    return chosen


@cache
def _weights(wordings: str, ward: str, month: int) -> list[float]:
    """How often each wording is used in ``ward`` in ``month``: a line of two needs by both."""
    said = content.read("history")
    local, seasons = said["ward_needs"][ward], said["seasonal_needs"]
    return [
        float(line.get("weight", 1))
        * prod(local.get(need, 1) for need in line["needs"])
        * prod(seasons[need][month - 1] for need in line["needs"] if need in seasons)
        for line in said[wordings]
    ]


def _other_words(wording: Wording, dice: Random) -> Wording | None:
    """Another way to say the same, if there is one."""
    lines = content.read("history")["wordings"]
    same = [
        line for line in lines if line["needs"][0] == wording["needs"][0] and line["say"] != wording["say"]
    ]
    return dice.choice(same) if same else None
