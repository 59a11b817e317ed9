"""The account: how a person signs in, apart from who they are."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Accounts(BaseUserManager["Account"]):
    """Makes accounts."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Account":
        """A new account for ``email`` (normalised), with ``password`` hashed or none."""
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A sign-in: an email address, a password hash, and the id of the person it belongs to.

    ``person_id`` is not a foreign key, because the sign-in role cannot see people and no act can see
    accounts.
    """

    id = models.BigAutoField(primary_key=True)
    email = models.EmailField(unique=True)
    person_id = models.UUIDField(unique=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    objects: ClassVar[Accounts] = Accounts()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return f"account {self.pk}"
