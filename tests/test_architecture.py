"""The rules of the house that imports alone cannot show. A forgotten one fails here."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

from moothall.kernel import policies, registry
from moothall.services.steps import STEP_TYPES

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "moothall"
WRITES = {
    "bulk_create",
    "bulk_update",
    "save",
    "delete",
    "update",
    "create",
    "get_or_create",
    "update_or_create",
}
"""Methods of a model or its manager that change rows."""
WRITERS = re.compile(
    r"/(operations(\.py|/)|signin/|vault\.py|outbox\.py|every\.py|due\.py|book\.py|idempotency\.py)"
)
TIMEKEEPERS = ("/kernel/clock.py", "/kernel/context.py", "/site/", "/engines/dmn")
"""Where the clock may be read: the kernel's own clock, what runs processes, and the engine's time budget."""
OPEN_TO_ALL = re.compile(r"^(account|static|design|language)")
"""Routes that are not our pages: sign-in (allauth decides), files, the gallery, choosing a language."""


def sources(*, under: str = "") -> Iterator[tuple[str, ast.Module]]:
    """Every source file (path from the package, parsed), tests and migrations aside."""
    for path in sorted((SOURCE / under).rglob("*.py")):
        name = f"/{path.relative_to(SOURCE)}"
        if "/tests/" not in name and "/migrations/" not in name:
            yield name, ast.parse(path.read_text())


def capabilities() -> list[str]:
    return [config.name for config in apps.get_app_configs() if config.name.startswith("moothall.")]


def test_only_operations_write():
    models = {model.__name__ for model in apps.get_models() if model.__module__.startswith("moothall.")}
    guilty = [
        f"{name}:{node.lineno}"
        for name, tree in sources()
        if not WRITERS.search(name)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
        and _names_a_model(node.func.value, models)
    ]
    assert guilty == []


def _names_a_model(node: ast.expr, models: set[str]) -> bool:
    """Whether an expression such as ``Case.objects.filter(…)`` begins with a model."""
    while isinstance(node, ast.Attribute | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return isinstance(node, ast.Name) and node.id in models


def test_no_clock_and_no_dice_outside_the_kernel():
    banned = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("timezone", "now"),
              ("time", "time"), ("uuid", "uuid4"), ("random", "random")}  # fmt: skip
    guilty = [
        f"{name}:{node.lineno}"
        for name, tree in sources()
        if not name.startswith(TIMEKEEPERS)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in banned
    ]  # fmt: skip
    assert guilty == []


def test_no_imports_inside_functions():
    guilty = [
        f"{name}:{inner.lineno}"
        for name, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert guilty == []


def test_every_model_declares_who_may_see_it():
    assert len(policies.declared()) > 15


@pytest.mark.django_db
def test_every_table_is_under_row_level_security():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind IN ('r', 'p') AND NOT relrowsecurity AND relname <> 'django_migrations'"
            " AND relname NOT LIKE 'procrastinate\\_%%'"
        )
        assert [name for (name,) in cursor.fetchall()] == []


def test_every_definer_function_pins_its_search_path():
    for path in SOURCE.rglob("sql/*.sql"):
        for declaration in re.findall(r"CREATE OR REPLACE FUNCTION.*?AS \$\$", path.read_text(), re.DOTALL):
            if "SECURITY DEFINER" in declaration:
                assert "SET search_path" in declaration, f"{path.name}: {declaration[:80]}"


def test_every_operation_says_who_and_what():
    for entry in registry.entries().values():
        assert entry.words, f"{entry.name} has no docstring"
        assert entry.allow.words


def test_every_public_function_of_the_gate_takes_its_arguments_by_name():
    guilty = []
    for entry in registry.entries().values():
        arguments = entry.function.__code__
        if arguments.co_argcount != 1:
            guilty.append(entry.name)
    assert guilty == []


def _routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern, path)
        else:
            yield path, pattern


def test_every_page_says_whom_it_is_for():
    guilty = [
        path
        for path, pattern in _routes(get_resolver())
        if not OPEN_TO_ALL.match(path) and not hasattr(pattern.callback, "allow")
    ]
    assert guilty == []


@pytest.mark.parametrize("template", sorted(SOURCE.rglob("templates/**/*.html")), ids=lambda path: path.name)
def test_every_template_compiles(template: Path):
    get_template(str(template).rsplit("/templates/", 1)[1])


def test_every_step_type_has_settings_and_a_capability():
    for name, step in STEP_TYPES.items():
        if ".tests." in type(step).__module__:
            continue
        assert name.count(".") == 1
        assert name.split(".")[0] in type(step).__module__, name
        assert step.settings.model_config["extra"] == "forbid", name


ROOMS = {
    "__init__", "apps", "models", "rules", "events", "queries", "operations", "reactions", "readers",
    "describe", "exports", "folders", "blocks", "steps", "forms", "presenters", "views", "urls", "api",
    "today", "tasks", "commands", "demo",
}  # fmt: skip
BACK_ROOMS = {
    # takes files in, pictures in a process of their own: reads bytes, touches no rows
    "documents": {"intake", "redrawing"},
    # Markdown to HTML
    "pages": {"prose"},
    # compiled rules in memory
    "rules": {"rule_cache"},
    # the model, its data, and indexes of services in memory
    "matching": {
        "answering", "counting", "crisis_score", "embedding", "examples", "loading", "encrypting", "filters",
        "index_cache", "outcomes", "pages", "reading", "score", "session_keys", "shown", "understanding",
        "urgent", "vector_search",
    },
}  # fmt: skip
"""Rooms that one capability has besides the usual ones, with the reason."""
HOUSES = {
    "moothall.kernel",
    "moothall.kernel.signin",
    "moothall.services",
    "moothall.design",
    "moothall.site",
}
"""Apps that are no capabilities."""


def test_capabilities_have_only_the_rooms_we_know():
    strange = {
        f"{name}.{path.stem}"
        for name in set(capabilities()) - HOUSES
        for path in (SOURCE / Path(*name.split(".")[1:])).glob("*.py")
        if path.stem not in ROOMS | BACK_ROOMS.get(name.rsplit(".", 1)[1], set())
    }
    assert strange == set()


def test_every_job_is_asked_for_in_the_act_that_needs_it():
    """Only ``kernel/jobs.py`` writes jobs: any other way leaves the act's transaction in a worker. A query's
    ``defer`` has positional arguments, a task's only named ones."""
    ways = {"defer", "defer_async", "batch_defer", "batch_defer_async", "defer_job", "batch_defer_jobs"}
    guilty = [
        f"{name}:{node.lineno}"
        for name, tree in sources()
        if name != "/kernel/jobs.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ways
        and not (node.func.attr == "defer" and node.args)
    ]  # fmt: skip
    assert guilty == []


CLOCKS = {ROOT / "tests" / "support" / "patience.py", ROOT / "tests" / "crash" / "test_letters.py"}
"""Here alone tests look at the clock: to give up what never comes, and to hold commits back for a moment."""
WAITS = {"join", "wait", "wait_for_timeout", "set_default_timeout", "communicate"}
LIMITS = {"timeout", "deadline", "suppress_health_check", "derandomize"}


def test_no_test_depends_on_how_fast_the_machine_is():
    """Waits last PATIENCE, and nothing is judged by the time it took. Set for all tests in conftest.py."""
    paths = [*(ROOT / "tests").rglob("*.py"), *SOURCE.rglob("tests/**/*.py")]
    read = {path: path.read_text() for path in paths if path not in CLOCKS}
    guilty = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, text in read.items()
        for node in ast.walk(ast.parse(text))
        if (isinstance(node, ast.Import | ast.ImportFrom) and _looks_at_the_clock(node))
        or (isinstance(node, ast.Call) and _names_a_limit(node))
    ]
    assert guilty == []


def _looks_at_the_clock(node: ast.Import | ast.ImportFrom) -> bool:
    names = [node.module] if isinstance(node, ast.ImportFrom) else [name.name for name in node.names]
    return "time" in names


def _names_a_limit(node: ast.Call) -> bool:
    """Whether a call says how long something may take, in a number, or how Hypothesis judges it at all."""
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    named = {word.arg: word.value for word in node.keywords if word.arg in LIMITS}
    if called.endswith("settings"):
        return bool(named)
    waits = [*node.args, *named.values()] if called in WAITS else [*named.values()]
    return any(isinstance(value, ast.Constant) and value.value for value in waits if not _is_text(value))


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


UNTYPED = {
    "/foundations/bookings/views/attending.py",
    "/foundations/bookings/views/staff.py",
    "/foundations/cases/views/mine.py",
    "/foundations/directory/views/services.py",
    "/foundations/journeys/views/finishing.py",
    "/foundations/journeys/views/presenters.py",
    "/foundations/journeys/views/receipts.py",
    "/foundations/journeys/views/sending.py",
    "/foundations/journeys/views/starting.py",
    "/foundations/journeys/views/trouble.py",
    "/foundations/messages/views/codes.py",
    "/foundations/rules/views/books.py",
    "/foundations/rules/views/changing.py",
    "/foundations/rules/views/comparing.py",
    "/foundations/rules/views/drafting.py",
    "/foundations/rules/views/trying.py",
    "/foundations/rules/views/what_if.py",
    "/foundations/threads/views.py",
    "/site/errors.py",
}
"""Pages whose contexts are dictionaries still. None is added."""


def test_pages_show_frozen_records():
    """Contexts are frozen dataclasses, which mypy checks: only ``doors/rendering.py`` draws templates."""
    guilty = {
        name
        for name, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and node.module == "django.shortcuts"
        and "render" in {one.name for one in node.names}
    }
    assert guilty == UNTYPED
