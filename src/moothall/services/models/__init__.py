"""What is kept of services before they are published."""

from moothall.services.models.drafts import Draft, DraftEntry

__all__ = ["Draft", "DraftEntry"]
