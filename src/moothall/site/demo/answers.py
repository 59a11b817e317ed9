"""What invented residents type on the pages of the demo's services."""

import csv
from collections.abc import Callable, Mapping
from functools import cache
from random import Random
from typing import Any

from moothall.kernel.lives import Resident
from moothall.services.route import Page
from moothall.site.demo import content

KINDS = {
    "Sofa": "sofa", "Mattress": "mattress", "Bed frame": "bed-frame", "Armchair": "armchair",
    "Wardrobe": "wardrobe", "Fridge or freezer": "fridge-freezer", "Washing machine": "washing-machine",
    "Table": "table", "Chest of drawers": "drawers", "Chairs": "chairs", "Cooker": "cooker",
    "Carpet or rug": "carpet", "Television": "television", "Garden furniture": "garden-furniture",
}  # fmt: skip
"""Items of ``history.yaml`` that are options of the pack; any other is “other”, described in words."""


def invent(dice: Random, ward: str) -> Resident:
    """A resident of ``ward``."""
    names = content.read("history")["names"]
    first, family = dice.choice(names["first"]), dice.choice(names["family"])
    home = dice.choice(_homes()[ward])
    email = names["mailbox"].format(first=first.lower(), family=family.lower(), number=dice.randint(1, 999))
    return Resident(
        f"{first} {family}", email.replace(" ", "").replace("'", ""), home["uprn"], home["postcode"]
    )


Reply = Callable[[Page, Any], Mapping[str, Any] | None]


def large_items(who: Resident, dice: Random) -> Reply:
    """Somebody who wants large items collected."""
    said = content.read("history")["large_items"]
    gives_up_at = dice.choice(["photo", "slot", "contact"]) if dice.random() < said["abandoned"] else ""
    left = [int(drawn(dice, said["item_count"]))]
    weights = [item["weight"] for item in said["items"]]

    def reply(page: Page, form: Any) -> Mapping[str, Any] | None:
        name = name_of(page)
        if name == gives_up_at:
            return None
        if name == "items.kind":
            item = dice.choices(said["items"], weights=weights)[0]["name"]
            left[0] -= 1
            return {"answer": KINDS.get(item, "other")}
        if name == "items":
            return {"more": "yes" if left[0] > 0 else "no"}
        if name == "items.description":
            return {"answer": dice.choice(["A bicycle", "A lawnmower", "A pushchair", "An exercise machine"])}
        if name == "support":
            return {"answer": yes_or_no(dice, said["with_concession"])}
        if name == "outside":
            return {"answer": dice.choice(["front", "front", "side"])}
        return commonly(name, form, who, dice)

    return reply


def event_place(who: Resident, dice: Random) -> Reply:
    """Somebody who comes to a group's session."""
    said = content.read("history")["event_places"]

    def reply(page: Page, form: Any) -> Mapping[str, Any] | None:
        name = name_of(page)
        if name == "session":
            options = [option.value for option in form.fields["slot"].options]
            if not options:
                return None
            places = "2" if dice.random() < said["brings_a_guest"] else "1"
            return {"slot": str(dice.choice(options[:6])), "places": places}
        if name == "guests":
            return {"answer": "My neighbour"}
        if name == "food":
            return {"answer": [dice.choice(["anything", "anything", "vegetarian", "soft"])]}
        if name == "access":
            return {"answer": [dice.choice(["nothing", "nothing", "steps", "hearing"])]}
        if name == "lift":
            return {"answer": yes_or_no(dice, said["needs_a_lift"])}
        return commonly(name, form, who, dice)

    return reply


def help_with_bins(who: Resident, dice: Random) -> Reply:
    """Somebody who asks for their bins to be fetched."""

    def reply(page: Page, form: Any) -> Mapping[str, Any] | None:
        name = name_of(page)
        return {"answer": "no"} if name == "able" else commonly(name, form, who, dice)

    return reply


def commonly(name: str, form: Any, who: Resident, dice: Random) -> Mapping[str, Any] | None:
    """An answer to a page that several services have, or to any page by the kind of its field."""
    if name.rpartition(".")[2] in {"address", "pick-up"}:
        return {"postcode": who.postcode, "looked": who.postcode, "uprn": who.uprn}
    if name.endswith("contact"):
        number = f"07700900{dice.randint(0, 999):03}" if form.fields["telephone"].required else ""
        return {"name": who.name, "email": who.email, "telephone": number}
    if name.endswith("slot"):
        options = [option.value for option in form.fields["slot"].options]
        return {"slot": str(dice.choice(options[:4]))} if options else None
    return _by_field(form, dice)


def _by_field(form: Any, dice: Random) -> Mapping[str, Any]:
    field = form.fields.get("answer") if form is not None else None
    options = [str(option.value) for option in getattr(field, "options", ())]
    kind = type(field).__name__
    if kind == "YesNo":
        return {"answer": yes_or_no(dice, 0.5)}
    if options:
        chosen = dice.choice(options)
        return {"answer": [chosen] if kind == "Choices" else chosen}
    if kind == "Number":
        return {"answer": "2"}
    if kind == "Declaration":
        return {"answer": "yes"}
    return {"answer": "By the side gate, please"} if field is not None and field.required else {"answer": ""}


def drawn(dice: Random, weights: Mapping[str, float]) -> str:
    """One of the keys of ``weights``, each as often as its weight says."""
    return dice.choices(list(weights), weights=list(weights.values()))[0]


def name_of(page: Page) -> str:
    """The page's name without the number of its item."""
    return ".".join(part for part in page.key.split(".") if not part.isdecimal())


def yes_or_no(dice: Random, share: float) -> str:
    """“yes” in that share of cases."""
    return "yes" if dice.random() < share else "no"


@cache
def _homes() -> dict[str, list[dict[str, str]]]:
    """Addresses by ward."""
    with (content.folder() / "postcodes.csv").open(encoding="utf-8") as file:
        wards = {row["postcode"]: row["ward_gss"] for row in csv.DictReader(file)}
    homes: dict[str, list[dict[str, str]]] = {}
    with (content.folder() / "addresses.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            homes.setdefault(wards[row["postcode"]], []).append(row)
    return homes
