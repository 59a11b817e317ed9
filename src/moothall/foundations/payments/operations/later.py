"""Having something done at the provider after the commit."""

from uuid import UUID

from moothall.kernel import jobs


def have(task: str, *, about: UUID) -> None:
    """Let the worker carry out ``task`` for the payment, refund or notice ``about`` once this transaction is
    committed. Jobs about the same thing run one after another."""
    jobs.have(task, lock=str(about), about=str(about))
