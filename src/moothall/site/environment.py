"""Where one installation keeps its things, and how its settings reach it.

Settings come from the environment (docs/look-up/settings.md lists them); secrets come from files in the
secrets folder, made on first use with owner-only permissions. Nothing here knows Django.
"""

import hashlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

ROOT = Path(__file__).resolve().parents[3]

OWNER, APP, SIGN_IN = "moothall_owner", "moothall_app", "moothall_signin"
"""The three database roles: owns the tables and migrates; serves acts; serves sign-in and sessions."""
ROLES = (OWNER, APP, SIGN_IN)


def data_folder() -> Path:
    """The folder that holds everything this installation keeps (``MOOTHALL_DATA``, else ``./var``)."""
    return Path(os.environ.get("MOOTHALL_DATA") or ROOT / "var").expanduser().resolve()


def secrets_folder() -> Path:
    """The folder of secret files (``MOOTHALL_SECRETS``, else ``secrets`` in the data folder)."""
    return Path(os.environ.get("MOOTHALL_SECRETS") or data_folder() / "secrets").expanduser().resolve()


def secret(name: str, *, length: int = 32) -> bytes:
    """The secret kept in the file ``name``; made at random (``length`` bytes, as hex) when absent.

    Safe when two processes ask first at the same moment: the file is created exclusively, the loser reads it.
    """
    path = secrets_folder() / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f".{name}.{os.getpid()}.{secrets.token_hex(4)}")
        draft.write_text(secrets.token_hex(length))
        draft.chmod(0o600)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return bytes.fromhex(path.read_text().strip())


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL server and database, without a role: host or socket folder, port, database name, and
    connection options such as ``sslmode``."""

    host: str
    port: int
    name: str
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_embedded(self) -> bool:
        """Whether this is the server that ``moot up`` runs from the data folder."""
        return not os.environ.get("DATABASE_URL")


def server() -> Server:
    """The database server of this installation: ``DATABASE_URL`` if set, else the embedded one's socket."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        return Server(host=str(socket_folder()), port=5432, name=os.environ.get("MOOTHALL_DB", "moothall"))
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    place = parts.netloc.rpartition("@")[2].removesuffix(
        f":{parts.port}"
    )  # as written: hostname lowers letters
    return Server(
        host=options.pop("host", "") or unquote(place.strip("[]")) or "localhost",
        port=int(options.pop("port", 0)) or parts.port or 5432,
        name=unquote(parts.path.lstrip("/")) or "moothall",
        options=options,
    )


def administrator() -> tuple[str, str]:
    """User and password in ``DATABASE_URL``, of whoever prepares that server."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return unquote(parts.username or "postgres"), unquote(parts.password or "")


def socket_folder() -> Path:
    """Where the embedded server's socket lies. Socket paths are limited to about 100 bytes, so a deep data
    folder gets a short folder under the system's temporary one, named after it."""
    inside = data_folder() / "run"
    if len(str(inside)) <= 80:
        return inside
    digest = short_name(str(inside))
    return Path("/tmp") / f"moothall-{os.getuid()}-{digest}"  # noqa: S108 (made with owner-only permissions)


def short_name(text: str) -> str:
    """Eight hex digits that name ``text``; for file names, not for security."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def role_password(role: str) -> str:
    """The password of one of the three database roles (``MOOTHALL_<ROLE>_PASSWORD`` or a secret file)."""
    given = os.environ.get(f"{role.upper()}_PASSWORD")
    return given if given is not None else secret(f"{role}.password", length=24).hex()


def flag(name: str, *, default: bool = False) -> bool:
    """Whether the environment variable ``name`` says yes (1, true, yes, on)."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def proxies() -> int:
    """How many proxies of ours stand before the web server (``MOOTHALL_BEHIND_PROXY``: ``yes`` for one, or
    their number)."""
    value = os.environ.get("MOOTHALL_BEHIND_PROXY", "").strip()
    return int(value) if value.isascii() and value.isdigit() else int(flag("MOOTHALL_BEHIND_PROXY"))


def web_threads() -> int:
    """Threads for pages in each web process (``MOOTHALL_WEB_THREADS``)."""
    return int(os.environ.get("MOOTHALL_WEB_THREADS", "4"))


def master_keys() -> dict[str, bytes]:
    """The master keys that wrap people's data keys, by name, oldest first: files ``master-NNN.key``."""
    found = sorted(secrets_folder().glob("master-*.key"))
    names = [path.name for path in found] or ["master-001.key"]
    return {name.removesuffix(".key"): secret(name) for name in names}


def add_master_key() -> str:
    """Make a new master key, to be the current one from the next start; returns its name."""
    last = list(master_keys())[-1]
    name = f"master-{int(last.rsplit('-', 1)[1]) + 1:03d}"
    secret(f"{name}.key")
    return name
