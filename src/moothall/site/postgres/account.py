"""Which system account the server runs as. PostgreSQL refuses to run as root, so root lends it an account of
its own, which can reach the server's folders and nothing else of root's."""

import os
import pwd
import shutil
import stat
import struct
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

NAME = "moothall"
ACL = "system.posix_acl_access"
ACL_VERSION, USER_OBJ, USER, GROUP_OBJ, MASK, OTHER, NOBODY = 2, 0x01, 0x02, 0x04, 0x10, 0x20, 0xFFFFFFFF


class Identity(TypedDict, total=False):
    """What ``subprocess`` needs to start a program as somebody else."""

    user: int
    group: int
    extra_groups: list[int]
    umask: int


@dataclass(frozen=True, slots=True)
class Account:
    """A system account, by its numbers."""

    uid: int
    gid: int

    def own(self, folder: Path) -> None:
        """Make ``folder`` (and only it) if absent, and give it to the account, closed to all others."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o755)
        if folder.is_symlink() or folder.stat().st_uid not in (self.uid, os.geteuid()):
            raise PermissionError(
                f"{folder} belongs to somebody else. Remove it or choose another --data folder."
            )
        if folder.stat().st_uid != self.uid:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)

    def reach(self, folders: Iterable[Path]) -> None:
        """Let the account pass through every folder above ``folders`` that is closed to it."""
        if self.uid == os.geteuid():
            return
        for above in sorted({parent for folder in folders for parent in folder.resolve().parents}):
            status = above.stat()
            if status.st_uid != self.uid and not status.st_mode & stat.S_IXOTH:
                _let_pass(above, self.uid)

    def identity(self) -> Identity:
        """Arguments for ``subprocess`` that start a program as this account."""
        if self.uid == os.geteuid():
            return {"umask": 0o077}
        return {"user": self.uid, "group": self.gid, "extra_groups": [], "umask": 0o077}


def account() -> Account:
    """Whoever runs this; under root the account ``moothall``, made when absent.

    Raises ``PermissionError`` in plain words when root cannot make it.
    """
    if os.geteuid() != 0:
        return Account(uid=os.geteuid(), gid=os.getegid())
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        _make_account()
        entry = pwd.getpwnam(NAME)
    return Account(uid=entry.pw_uid, gid=entry.pw_gid)


def _make_account() -> None:
    tool = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    command = [
        tool or "useradd",
        "--system",
        "--user-group",
        "--no-create-home",
        "--home-dir",
        "/nonexistent",
    ]
    try:
        subprocess.run([*command, "--shell", "/usr/sbin/nologin", NAME], check=True, capture_output=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as error:
        raise PermissionError(
            f"PostgreSQL refuses to run as root, and the account {NAME} for it could not be made. "
            f"Make it with: useradd --system {NAME}. Or run Moothall as an ordinary user."
        ) from error


def _let_pass(folder: Path, uid: int) -> None:
    """Add the right to pass through (not to list) ``folder`` for one account; where the file system keeps no
    access lists, for all."""
    mode = stat.S_IMODE(folder.stat().st_mode)
    try:
        os.setxattr(folder, ACL, _access_list(folder, mode, uid))
    except (OSError, AttributeError):
        folder.chmod(mode | stat.S_IXOTH)


def _access_list(folder: Path, mode: int, uid: int) -> bytes:
    """The folder's POSIX access list with ``uid: --x`` added, in the form of ``linux/posix_acl_xattr.h``."""
    entries = _present_entries(folder) or [
        (USER_OBJ, mode >> 6 & 7, NOBODY),
        (GROUP_OBJ, mode >> 3 & 7, NOBODY),
        (MASK, mode >> 3 & 7, NOBODY),
        (OTHER, mode & 7, NOBODY),
    ]
    others = [entry for entry in entries if not (entry[0] == USER and entry[2] == uid) and entry[0] != MASK]
    mask = next((permissions for tag, permissions, _ in entries if tag == MASK), mode >> 3 & 7)
    changed = sorted(
        [*others, (USER, 1, uid), (MASK, mask | 1, NOBODY)], key=lambda entry: (entry[0], entry[2])
    )
    return struct.pack("<I", ACL_VERSION) + b"".join(struct.pack("<HHI", *entry) for entry in changed)


def _present_entries(folder: Path) -> list[tuple[int, int, int]]:
    try:
        raw = os.getxattr(folder, ACL)
    except OSError:
        return []
    return [(tag, permissions, who) for tag, permissions, who in struct.iter_unpack("<HHI", raw[4:])]
