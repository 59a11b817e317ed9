"""Sign-in as a Django app of its own, whose tables only the sign-in database role may touch."""

from django.apps import AppConfig


class SignIn(AppConfig):
    """Accounts, sessions, second factors."""

    name = "moothall.kernel.signin"
    label = "signin"
    default_auto_field = "django.db.models.BigAutoField"
