"""Capabilities announce themselves by being there: a folder with an ``apps.py`` on one of the storeys."""

from pathlib import Path

STOREYS = ("foundations", "civic", "insight", "adapters")


def capability_apps() -> list[str]:
    """Dotted names of all capabilities, lowest storey first, in alphabetical order within a storey."""
    package = Path(__file__).resolve().parents[1]
    return [
        f"moothall.{storey}.{found.parent.name}"
        for storey in STOREYS
        for found in sorted((package / storey).glob("*/apps.py"))
    ]
