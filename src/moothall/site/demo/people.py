"""The demo's organisations, teams, people, memberships and mandates."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from moothall.kernel import act as acts
from moothall.kernel.act import Act, Door
from moothall.kernel.gate import reading
from moothall.kernel.models import Person
from moothall.kernel.operations import organisations, people, place, roles, settings
from moothall.kernel.place_settings import PlaceSettings
from moothall.kernel.queries import organisations as organisation_queries
from moothall.kernel.queries import settings as setting_queries
from moothall.site.demo import content


def describe_place() -> None:
    """Say that this place is Wexcombe Bay, and draw its borough and wards."""
    said = content.read("place")
    place.describe_place(
        act(),
        name=said["name"],
        slug=said["slug"],
        longitude=said["centre"]["longitude"],
        latitude=said["centre"]["latitude"],
        timezone=said["timezone"],
        languages=list(said["languages"]),
        population=said["population"],
        theme=dict(said["theme"]),
        is_demo=True,
        holiday_rule=said["holiday_rule"],
    )
    _say_how_to_reach(said["contact"])
    for feature in content.areas():
        is_called = feature["properties"]
        place.draw_area(
            act(),
            code=is_called["code"],
            name=is_called["name"],
            kind=is_called["kind"],
            boundary=feature["geometry"],
            population=is_called["population"],
        )


def _say_how_to_reach(said: Mapping[str, str]) -> None:
    """Set the place's numbers, unless somebody has."""
    if not setting_queries.setting_versions(act(), capability="kernel", limit=1).items:
        content = {name: said[name] for name in PlaceSettings.model_fields if name in said}
        settings.change_settings(act(), capability="kernel", content=content, after=0)


def add_organisations() -> None:
    """Add every organisation with its teams."""
    for said in content.read("organisations")["organisations"]:
        organisation = organisations.add_organisation(
            act(),
            organisation=UUID(said["id"]),
            slug=said["slug"],
            name=said["name"],
            kind=said["kind"],
            description=said.get("description", "").strip(),
            website=said.get("website", ""),
            email=said.get("email", ""),
            telephone=said.get("phone", ""),
        )
        for team in said.get("teams", ()):
            organisations.add_team(act(), organisation=organisation, slug=team["slug"], name=team["name"])
        for role in said.get("roles", ()):
            roles.make_role(
                act().with_key(f"demo-{said['slug']}-{role['title']}"), organisation=organisation,
                title=role["title"], permissions=list(role["permissions"]),
            )  # fmt: skip


def add_people(today: datetime) -> dict[str, UUID]:
    """Register staff and residents, with memberships and mandates; returns their ids by slug."""
    said = content.read("people")
    known: dict[str, UUID] = {}
    for person in (*said["staff"], *said["residents"]):
        known[person["slug"]] = _register(person)
    for person in said["staff"]:
        for membership in person["memberships"]:
            _add_member(known[person["slug"]], membership)
    moved = content.shift(today.date())
    for mandate in said["mandates"]:
        _give_mandate(known, mandate, moved)
    return known


def act() -> Act:
    """An act of loading the demo."""
    return acts.system(door=Door.IMPORT, purpose="demo")


def _register(said: Mapping[str, Any]) -> UUID:
    """The person's id: fixed by an idempotency key, so that loading again finds them."""
    personal = {key: str(said[key]) for key in ("name", "email", "telephone", "uprn") if said.get(key)}
    return people.register_person(
        act().with_key(f"demo-{said['slug']}"),
        personal=personal,
        assurance=Person.Assurance.ACCOUNT,
        language=said.get("language", "en"),
    )


def _add_member(person: UUID, said: Mapping[str, Any]) -> None:
    with reading(asking := act()):
        organisation = organisation_queries.organisation(asking, slug=said["organisation"])
        if organisation is None:
            return
        teams = {
            team.slug: team.id for team in organisation_queries.teams(asking, organisation=organisation.id)
        }
    organisations.add_member(
        act(),
        organisation=organisation.id,
        person=person,
        roles=list(said["roles"]),
        team=teams.get(str(said.get("team"))),
    )


def _give_mandate(known: Mapping[str, UUID], said: Mapping[str, Any], moved: timedelta) -> None:
    until = datetime.combine(said["until_date"] + moved, datetime.min.time(), UTC)
    people.give_mandate(
        act().with_key(f"demo-{said['id']}"),
        principal=known[said["principal"]],
        agent=known[said["agent"]],
        services=list(said["services"]),
        basis=said["basis"],
        until_at=until,
    )
