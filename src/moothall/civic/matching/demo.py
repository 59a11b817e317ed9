"""The demo's people who say what they need: in which words, ward and season, and what they make of the
answer."""

from collections.abc import Callable, Mapping
from datetime import datetime
from math import prod
from random import Random
from typing import Any

from moothall.civic.matching import operations, queries, understanding
from moothall.kernel import act as acts
from moothall.kernel.act import Act, Door
from moothall.kernel.lives import Day, Moments, World, lives

Wording = Mapping[str, Any]

ANSWERS_THE_QUESTION = 0.5
"""The share of people who answer when they are asked which of two needs they meant."""
WEIGHTS: dict[tuple[str, str, int], list[float]] = {}
"""How often each wording is used, by their list, ward and month: worked out once."""


@lives("matching.searches", acts_a_month=900)
def searches(day: Day) -> Moments:
    """People of every ward look for help."""
    for rates in day.world.said("history")["monthly_rates"]:
        for _each in range(day.how_many("searches", rates["searches"])):
            yield _moment(day), _visit(day, rates["ward"])


@lives("matching.forgetting", acts_a_month=40)
def forgetting(day: Day) -> Moments:
    """Searches whose day is over are forgotten, as the clock does."""
    yield day.at(14), _forget


def _forget() -> None:
    operations.forget_searches(acts.system())


def _moment(day: Day) -> datetime:
    hours = day.world.said("history")["searches"]["hours"]
    (hour,) = day.dice.choices(list(hours), weights=list(hours.values()))
    return day.at(int(hour), day.dice.randint(0, 59))


def _visit(day: Day, ward: str) -> Callable[[], None]:
    """A search by somebody of ``ward``, and what they make of the answer."""
    dice, said = day.dice, day.world.said("history")["searches"]
    is_unmet = dice.random() < said["unmet"]
    wording = _drawn(day, "unmet_wordings" if is_unmet else "wordings", ward)
    postcode = day.world.invent(dice, ward).postcode if dice.random() < said["with_postcode"] else ""
    is_misread = dice.random() < said["asks_again_in_other_words"]
    again = _other_words(day.world, wording, dice) if is_misread else None
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


def _ask(wording: Wording, postcode: str, door: Door) -> operations.KeptSearch:
    understanding.load()
    act = acts.public(door=door, language=wording.get("language", "en"))
    return operations.ask(act, words=wording["say"], postcode=postcode)


def _choose(wording: Wording, kept: operations.KeptSearch, door: Door) -> None:
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


def _drawn(day: Day, wordings: str, ward: str) -> Wording:
    lines = day.world.said("history")[wordings]
    found = (wordings, ward, day.date.month)
    if found not in WEIGHTS:
        WEIGHTS[found] = _weights(day.world, *found)
    chosen: Wording = day.dice.choices(lines, weights=WEIGHTS[found])[0]
    return chosen


def _weights(world: World, wordings: str, ward: str, month: int) -> list[float]:
    """How often each wording is used in ``ward`` in ``month``: a line of two needs by both."""
    said = world.said("history")
    local, seasons = said["ward_needs"][ward], said["seasonal_needs"]
    return [
        float(line.get("weight", 1))
        * prod(local.get(need, 1) for need in line["needs"])
        * prod(seasons[need][month - 1] for need in line["needs"] if need in seasons)
        for line in said[wordings]
    ]


def _other_words(world: World, wording: Wording, dice: Random) -> Wording | None:
    """Another way to say the same, if there is one."""
    lines = world.said("history")["wordings"]
    same = [
        line for line in lines if line["needs"][0] == wording["needs"][0] and line["say"] != wording["say"]
    ]
    return dice.choice(same) if same else None
