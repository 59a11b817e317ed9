"""The pages of the demo place, from its Markdown files."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from moothall.civic.pages import operations
from moothall.kernel import act as acts
from moothall.kernel.act import Door

HEAD = re.compile(r"\A---\n(?P<head>.*?)\n---\n(?P<text>.*)\Z", re.DOTALL)
"""YAML between two lines of dashes, then the text."""


def load(folder: Path, progress: Callable[[str], None]) -> int:
    """Publish every ``pages/*.md`` of ``folder``; returns how many are new. Raises ``ValueError`` naming a
    file without a head."""
    changed = sum(_publish(path) for path in sorted((folder / "pages").glob("*.md")))
    progress(f"{changed} new pages about the place")
    return changed


def _publish(path: Path) -> bool:
    found = HEAD.match(path.read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"{path.name}: expected title, language and day between two lines of ---")
    said: dict[str, Any] = YAML(typ="safe").load(found["head"])
    return operations.publish_page(
        acts.system(door=Door.IMPORT, purpose="demo"),
        name=path.name.split(".")[0],
        language=said["language"],
        title=said["title"],
        text=found["text"].strip(),
        updated_date=said["updated"],
        is_reviewed=said.get("reviewed", True),
    )
