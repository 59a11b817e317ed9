"""What somebody follows, what they were told of, and who follows what happens."""

from moothall.foundations.subscriptions.queries.followers import Happening, read_actors, read_followers
from moothall.foundations.subscriptions.queries.following import (
    FOLLOWS,
    Following,
    asked,
    by_link,
    followed,
    followed_as,
    following,
    subscription_to,
)
from moothall.foundations.subscriptions.queries.notices import (
    NoticeShown,
    ToTell,
    notices,
    shown,
    to_write,
    unread,
    waiting,
)
from moothall.foundations.subscriptions.queries.public import public_events, public_matters

__all__ = [
    "FOLLOWS",
    "Following",
    "Happening",
    "NoticeShown",
    "ToTell",
    "asked",
    "by_link",
    "followed",
    "followed_as",
    "following",
    "notices",
    "public_events",
    "public_matters",
    "read_actors",
    "read_followers",
    "shown",
    "subscription_to",
    "to_write",
    "unread",
    "waiting",
]
