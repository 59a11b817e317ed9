"""Checks that need a migrated database: no migration is missing, pgrls finds nothing wrong in the policies.

Usage: python tools/check_database.py (from the root, with ``src`` and the root on the path).
"""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import django
from django.core.management import call_command

from moothall.site.postgres.wheel import superuser_password
from tests.support.database import PlaceDatabase, fresh_database

PGRLS = Path(sys.executable).with_name("pgrls")


def main() -> int:
    """The exit code: 0 if all is well."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    with fresh_database() as database:
        call_command("makemigrations", check=True, dry_run=True)
        return lint_policies(database)


def lint_policies(database: PlaceDatabase) -> int:
    """Run pgrls with the rules of ``pyproject.toml`` over the whole schema."""
    folder, password = quote(str(database.cluster.socket_folder), safe=""), superuser_password()
    url = f"postgresql://postgres:{password}@/{database.name}?host={folder}"
    command = [str(PGRLS), "lint", "--config", "tools/pgrls.toml"]
    return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
