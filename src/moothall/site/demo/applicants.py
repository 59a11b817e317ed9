"""What invented residents type on the pages of the services that rules decide."""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from moothall.kernel.lives import Resident
from moothall.services.route import Page
from moothall.site.demo import content
from moothall.site.demo.answers import Reply, commonly, drawn, name_of, yes_or_no

Typed = Callable[[], str]


def council_tax_reduction(who: Resident, dice: Random) -> Reply:
    """Somebody who asks to pay less council tax."""
    said = content.read("history")["council_tax_reductions"]
    shares = {
        "on-the-bill": "on_the_bill", "pension-age": "of_pension_age", "basic-benefit": "basic_benefit",
        "carer": "cares", "enforcement": "summons",
    }  # fmt: skip
    weights = {
        "household": "households", "disability": "disability", "band": "bands", "children": "children",
        "other-adults": "other_adults",
    }  # fmt: skip
    return _applying(
        who, dice, said, shares=shares, weights=weights, gives_up=["proof", "result", "contact"],
        others={
            "savings": lambda: _amount(dice, said["savings"]),
            "income": lambda: _amount(dice, said["weekly_income"]),
            "adults-in-work": lambda: dice.choice(["0", "1"]),
        },
    )  # fmt: skip


def blue_badge(who: Resident, dice: Random) -> Reply:
    """Somebody who applies for a blue badge."""
    said = content.read("history")["blue_badges"]
    shares = {
        "blind": "severely_sight_impaired", "equipment": "medical_equipment", "lasting": "lasting",
        "treatment": "treatment_in_a_vehicle", "arms": "both_arms", "short-life": "short_life",
    }  # fmt: skip
    return _applying(
        who, dice, said, shares=shares, gives_up=["photo", "identity", "medical"],
        weights={"age": "ages", "award": "awards", "walking": "walking", "who": "who"},
        others={
            "holder": lambda: who.name,
            "difficulty": lambda: dice.choice(said["difficulties"]),
        },
    )  # fmt: skip


def home(who: Resident, dice: Random) -> Reply:
    """Somebody who applies for a council or housing association home."""
    said = content.read("history")["housing_applications"]
    shares = {
        "connection": "has_a_connection", "owner": "owns_a_home", "has-children": "has_children",
        "care-leaver": "left_care",
    }  # fmt: skip
    children = dict.fromkeys(["young-children", "boys", "girls"], "children_of_each_kind")
    alike = {name: name for name in ("homelessness", "bedrooms", "medical", "hazards")}
    return _applying(
        who, dice, said, shares=shares, weights={**alike, **children, "adult-rooms": "adult_rooms"},
        gives_up=["address", "result", "contact"],
        others={"medical-words": lambda: dice.choice(said["what_is_hard"])},
    )  # fmt: skip


def _applying(
    who: Resident,
    dice: Random,
    said: Mapping[str, Any],
    *,
    shares: Mapping[str, str],
    weights: Mapping[str, str],
    others: Mapping[str, Typed],
    gives_up: list[str],
) -> Reply:
    """Somebody who answers yes in the ``shares`` that ``said`` gives, chooses by its ``weights``, types the
    ``others``, and now and then pages at one of the pages ``gives_up``."""
    gives_up_at = dice.choice(gives_up) if dice.random() < said["abandoned"] else ""

    def reply(page: Page, form: Any) -> Mapping[str, Any] | None:
        name = name_of(page)
        if name == gives_up_at:
            return None
        if name in shares:
            return {"answer": yes_or_no(dice, said[shares[name]])}
        if name in weights:
            return {"answer": drawn(dice, said[weights[name]])}
        if name in others:
            return {"answer": others[name]()}
        if name == "born":
            return {"answer-day": "14", "answer-month": "6", "answer-year": str(dice.randint(1935, 2001))}
        return commonly(name, form, who, dice)

    return reply


def _amount(dice: Random, said: Mapping[str, int]) -> str:
    """Some pounds, mostly near the usual."""
    return str(round(dice.triangular(said["least"], said["most"], said["usual"])))
