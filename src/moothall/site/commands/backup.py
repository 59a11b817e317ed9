"""``moot backup FILE``: everything the place knows, without any secret."""

import argparse
import os
from pathlib import Path

from moothall.site import dumps, people_keys
from moothall.site.exits import Exit, Stop


def main(arguments: list[str]) -> int:
    """Write the backup and, beside the secrets, the present keys of people's data."""
    options = _options(arguments)
    target = Path(options.file).expanduser().resolve()
    if target.exists() and not options.replace:
        raise Stop(f"{target} is there already. Choose another name, or add --replace to overwrite it.")
    if not target.parent.is_dir():
        raise Stop(f"There is no folder {target.parent}. Make it first.")
    _write(target)
    people = people_keys.write()
    size = target.stat().st_size / 1_000_000
    print(f"Wrote {target} ({size:.1f} MB). The keys of {people} people are in {people_keys.path()}.")
    print("It holds no secrets: keep a copy of the secrets folder too, in another place than the backup.")
    return Exit.DONE


def _write(target: Path) -> None:
    draft = target.with_name(f".{target.name}.writing")
    try:
        draft.touch(mode=0o600)
        dumps.dump(draft)
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="moot backup",
        description="Write the whole database to FILE while the place runs on. Secrets are not in it, and "
        "personal data only encrypted.",
    )
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--replace", action="store_true", help="overwrite FILE")
    return parser.parse_args(arguments)
