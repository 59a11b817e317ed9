"""Which database role serves which table: sign-in tables apart from everything an act can reach."""

from typing import Any

from moothall.kernel import policies


class RoleRouter:
    """A Django database router: sign-in apps on ``signin``, all else on ``default``, migrations on
    ``owner``."""

    def db_for_read(self, model: Any, **_: Any) -> str | None:
        """The alias to read ``model`` through."""
        return "signin" if model._meta.app_label in policies.SIGN_IN_APPS | {"django_cache"} else None

    db_for_write = db_for_read

    def allow_relation(self, *_: Any, **__: Any) -> bool:
        """All aliases are roles on one database, so rows may always be related."""
        return True

    def allow_migrate(self, db: str, *_: Any, **__: Any) -> bool:
        """Only the owner changes the schema."""
        return db == "owner"
