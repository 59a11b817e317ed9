"""What holds of every manifest, and that nobody below or beside a capability knows its name."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from moothall.foundations.privacy import queries as privacy
from moothall.kernel import act as acts
from moothall.kernel import capability, erasing, roles
from moothall.kernel.event import known
from moothall.kernel.exporting import EXPORTS
from moothall.kernel.manifest import Ends, Known
from moothall.kernel.models import Person
from moothall.kernel.operations import people
from moothall.kernel.searching import SOURCES

SOURCE = Path(capability.__file__).parents[1]
BELOW = ("kernel", "services", "design", "site")
STOREYS = ("foundations", "civic", "insight", "adapters")
KNOWS_ALL = {"site/cli.py", "site/commands/match_score.py", "site/settings.py", "services/schema.py"}
"""What must name a capability while nothing of it is loaded: commands that need no database, the mail of
libraries, the one step that every pack knows."""


def _names() -> str:
    found = {config.name.rsplit(".", 1)[-1] for config in capability.capabilities()}
    return "|".join(sorted(found - {"kernel", "services", "settings"}))


def _is_program(path: Path) -> bool:
    inside = path.relative_to(SOURCE).as_posix()
    return not re.search(r"/tests/|^site/demo/|/migrations/|/static/", inside) and inside not in KNOWS_ALL


PROGRAM = [
    path
    for storey in BELOW
    for ending in ("py", "sql", "html")
    for path in (SOURCE / storey).rglob(f"*.{ending}")
    if _is_program(path)
]


@pytest.mark.parametrize("storey", BELOW)
def test_nobody_below_knows_a_capability(storey: str) -> None:
    names = _names()
    known = re.compile(
        rf"moothall\.({'|'.join(STOREYS)})\.\w"  # its modules
        rf"|[\"'](?!search_path[\"'])({names})[._][a-z]"  # its permissions, operations, events, addresses
        rf"|\b(public|FROM|JOIN|INTO|UPDATE)[. ]({names}|moot_messages)_[a-z]"  # its tables
        rf"|[\"']/(staff/[a-z]|my/|do/|pay/|services/)"  # where it is
    )
    named = [
        f"{path.relative_to(SOURCE)}:{number}: {line.strip()}"
        for path in PROGRAM
        if path.relative_to(SOURCE).parts[0] == storey
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if known.search(re.sub(r"``[^`]*``|#.*$|--.*$", "", line))
    ]
    assert not named, "\n".join(named)


def test_every_permission_is_declared_used_and_given() -> None:
    text = "\n".join(
        path.read_text()
        for ending in ("py", "html", "sql")
        for path in SOURCE.rglob(f"*.{ending}")
        if path.name != "apps.py" and "/tests/" not in path.as_posix()
    )
    declared = capability.permissions()
    asked = set(re.findall(r"(?:allow\.staff\(|needs=|may\()\"([a-z_]+\.[a-z_]+)\"", text))
    assert asked <= declared.keys(), f"nobody declares {sorted(asked - declared.keys())}"
    unused = [code for code in declared if not re.search(rf"[\"']{re.escape(code)}[\"']", text)]
    assert not unused, f"nothing asks for {unused}"
    given = frozenset().union(*roles.usual().values())
    assert given == declared.keys(), f"no usual role gives {sorted(declared.keys() - given)}"


def test_every_permission_is_declared_once_and_carries_what_there_is() -> None:
    codes = [one.code for each in capability.capabilities() for one in each.permissions]
    assert len(codes) == len(set(codes))
    assert {carried for one in capability.permissions().values() for carried in one.carries} <= set(codes)


def test_roles_give_only_what_there_is() -> None:
    titles, codes = roles.titles(), capability.permissions()
    for one in capability.capabilities():
        assert one.roles.keys() <= titles.keys(), one.name
        assert {code for given in one.roles.values() for code in given} <= codes.keys(), one.name


def test_every_address_of_a_manifest_is_one() -> None:
    for one in capability.capabilities():
        for entry in one.navigation:
            assert reverse(entry.address), (one.name, entry.address)
            assert not entry.needs or entry.needs in capability.permissions(), (one.name, entry.needs)
    assert {known for one in capability.capabilities() for known in one.pages} == set(Known)


def test_what_is_searched_has_a_source_and_a_title() -> None:
    declared = [one.type for each in capability.capabilities() for one in each.searched]
    assert len(declared) == len(set(declared)) and set(declared) == set(SOURCES)


def test_what_is_counted_is_an_event_and_a_field_of_it() -> None:
    declared = capability.counted()
    assert len({one.code for one in declared}) == len(declared)
    for one in declared:
        assert one.event in known(), one.code
        assert not one.by or one.by in known()[one.event].shape(), one.code


def _tables() -> list[type[models.Model]]:
    return [
        model
        for config in capability.capabilities()
        for model in config.get_models()
        if model._meta.managed and not model._meta.proxy
    ]


def test_every_table_about_people_is_in_a_manifest() -> None:
    """Whoever erases somebody, or shows them what is kept of them, walks these lists."""
    kept = {each.table: each for one in capability.capabilities() for each in one.keeps_about_people}
    for model in _tables():
        columns = {field.column: field.related_model for field in model._meta.concrete_fields}
        people = {column for column, related in columns.items() if related is Person or column == "person_id"}
        people |= {column for column in columns if column.endswith("_by_id") and columns[column] is None}
        people -= {"registered_by_id"}
        declared = kept.get(model._meta.db_table)
        assert not people or declared is not None, f"{model._meta.db_table} keeps {sorted(people)}"
        if declared is not None:
            assert people <= set(declared.whose), f"{model._meta.db_table}: {sorted(people)}"


def _fields() -> dict[str, dict[str, object]]:
    return {
        model._meta.db_table: {field.column: field for field in model._meta.concrete_fields}
        for model in apps.get_models(include_auto_created=True)
    }


def test_what_a_manifest_says_is_kept_is_there() -> None:
    columns = _fields()
    for kept in erasing.kept():
        named = {*kept.whose, *kept.content, *kept.empties}
        assert named <= columns[kept.table].keys(), (kept.table, sorted(named - columns[kept.table].keys()))


def test_every_manifest_says_what_becomes_of_what_it_keeps() -> None:
    """Whatever stays readable when its person is erased says why; what is emptied is content."""
    columns = _fields()
    for kept in erasing.kept():
        assert bool(kept.empties) is (kept.ends is Ends.EMPTIED), kept.table
        assert set(kept.empties) <= set(kept.content), kept.table
        readable = {
            name for name in kept.content if not isinstance(columns[kept.table][name], models.BinaryField)
        }
        stays = kept.ends is not Ends.REMOVED and (readable - set(kept.empties) or kept.ends is Ends.KEPT)
        assert bool(stays) is bool(kept.why), f"{kept.table}: {sorted(readable)}"


@pytest.mark.django_db(databases=["default", "signin"])
def test_everything_that_is_kept_is_shown_to_its_person_or_says_why_not() -> None:
    """Whatever a manifest lists its person can ask for, or it has a reason why not, and then nobody can."""
    person = people.register_person(acts.public(), personal={"name": "Ann Okafor"})
    act = acts.resident(person)
    listed = {kept.table: kept for kept in erasing.kept()}
    assert EXPORTS.keys() <= {table for table, kept in listed.items() if not kept.withheld}
    for table, kept in listed.items():
        assert kept.withheld or kept.content or table in EXPORTS, f"{table} shows nothing and says not why"
        found = privacy.items(act, table=table)
        assert not (kept.withheld and found), table
    assert privacy.items(act, table="kernel_person")[0].content["name"] == "Ann Okafor"
