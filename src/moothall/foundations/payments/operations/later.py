"""Having something done at the provider after the commit: a job deferred in the act's own transaction."""

from uuid import UUID

from procrastinate.contrib.django import app


def have(task: str, *, about: UUID) -> None:
    """Let the worker carry out ``task`` for the payment, refund or notice ``about`` once this transaction is
    committed. Jobs about the same thing run one after another."""
    app.configure_task(task, queue="payments", lock=str(about)).defer(about=str(about))
