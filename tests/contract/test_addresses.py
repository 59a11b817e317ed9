"""Addresses: each capability's own, under its own name, each leading to its own page."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import AppConfig, apps
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from moothall.kernel.settings import name_of

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = {
    "uuid": "0190f3b4-0000-7000-8000-000000000001",
    "int": "7",
    "slug": "a-word",
    "str": "Some.text",
    "path": "some/path",
}
"""What stands in an address for each kind of part."""
FOR_ALL = {"kernel", "design"}
"""Whose addresses everybody may name: what all assume, and how it looks."""


def with_addresses() -> list[AppConfig]:
    """The apps of Moothall that have addresses of their own."""
    ours = (one for one in apps.get_app_configs() if one.name.startswith("moothall."))
    return [one for one in ours if (Path(one.path) / "urls.py").exists() and one.label != "site"]


def routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of our own that is written as a route, as it is written."""
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one, route)
        elif "^" not in route and not route.startswith("account/"):
            yield route, one


def sample(route: str) -> str:
    """An address that a route stands for."""
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda part: SAMPLES[part[1] or "str"], route)


@pytest.mark.parametrize("app", with_addresses(), ids=lambda app: app.label)
def test_addresses_stand_under_the_name_of_their_capability(app: AppConfig) -> None:
    spaces = get_resolver().namespace_dict
    assert name_of(app) in spaces, f"{app.name}.urls has no app_name {name_of(app)!r}"


def test_every_address_leads_to_its_own_page() -> None:
    """None stands in the way of another, whosever they are."""
    hidden = {
        route: found.route
        for route, pattern in routes(get_resolver())
        if (found := resolve(sample(route))).func is not pattern.callback
    }
    assert hidden == {}


def test_no_two_addresses_are_written_alike() -> None:
    written = [re.sub(r"<[^>]+>", "<>", route) for route, _ in routes(get_resolver())]
    assert sorted({one for one in written if written.count(one) > 1}) == []


@pytest.mark.parametrize("app", with_addresses(), ids=lambda app: app.label)
def test_no_capability_names_the_address_of_another(app: AppConfig) -> None:
    """Others' pages are asked for by what they are: ``navigation.page``, ``navigation.matter``."""
    others = {name_of(one) for one in with_addresses()} - FOR_ALL - {name_of(app)}
    named = re.compile(rf"""["']({"|".join(sorted(others))}):[a-z_]+["']""")
    guilty = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in sorted(Path(app.path).rglob("*"))
        if path.suffix in {".py", ".html"} and "tests" not in path.parts and path.is_file()
        for found in named.finditer(path.read_text())
    ]
    assert not guilty, "\n".join(guilty)


def written_paths(path: Path) -> Iterator[str]:
    """Texts of a file that are paths of pages."""
    first = {sample(route).split("/")[1] for route, _ in routes(get_resolver())} - {""}
    starts = tuple(f"/{one}/" for one in first)
    if path.suffix == ".html":
        yield from (one for one in re.findall(r'(?:href|action)="(/[a-z][^"]*)"', path.read_text()))
        return
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith(starts):
            yield node.value


def test_nobody_writes_an_address_by_hand() -> None:
    guilty = [
        f"{path.relative_to(ROOT)}: {text}"
        for app in with_addresses()
        for path in sorted(Path(app.path).rglob("*"))
        if path.suffix in {".py", ".html"} and not {"tests", "migrations"} & set(path.parts)
        and "doors" not in path.parts and path.name not in {"urls.py", "gallery.py", "gallery.html"}
        for text in written_paths(path)
    ]  # fmt: skip
    assert not guilty, "\n".join(guilty)
