"""The demo place's files, with their days moved so that the place never looks abandoned."""

import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from ruamel.yaml import YAML


def folder() -> Path:
    """Where the demo place is described."""
    return Path(settings.PACKS) / "demo" / "place"


@cache
def read(name: str) -> Any:
    """The content of the YAML file ``name`` (without its ending)."""
    return YAML(typ="safe").load(folder() / f"{name}.yaml")


def areas() -> list[dict[str, Any]]:
    """The features of ``areas.geojson``: borough and wards."""
    features: list[dict[str, Any]] = json.loads((folder() / "areas.geojson").read_text())["features"]
    return features


def shift(today: date) -> timedelta:
    """By how much all days in the files move, seen from ``today``."""
    written: date = read("place")["as_of_date"]
    return today - written
