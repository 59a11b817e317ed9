"""Fingerprints of files, to do slow things only when something they depend on has changed."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from moothall.site import environment

SOURCE = environment.ROOT / "src" / "moothall"
PACKAGES = environment.ROOT / "requirements" / "run.txt"


def of_files(paths: Iterable[Path], *, also: bytes = b"") -> str:
    """Sixteen hex digits that change with the name or content of any of ``paths``, and with ``also``."""
    digest = hashlib.sha256(also)
    for path in sorted(paths):
        digest.update(f"\0{path}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def of_code() -> str:
    """Changes with anything that may change the database: code, migrations, libraries, the signing key."""
    files = [path for suffix in ("py", "sql") for path in SOURCE.rglob(f"*.{suffix}")]
    apart = [path for path in files if not {"tests", "site"} & set(path.relative_to(SOURCE).parts)]
    settings = [SOURCE / "site" / name for name in ("settings.py", "bootstrap.py")]
    return of_files([*apart, *settings, PACKAGES], also=environment.secret("context.key"))


def of_static_files() -> str:
    """Changes with any style, script or picture, ours or a library's."""
    ours = (path for folder in SOURCE.rglob("static") for path in folder.rglob("*") if path.is_file())
    return of_files([*ours, PACKAGES, SOURCE / "site" / "settings.py"])
