"""The usual pages of those at work: a list, one thing in panels, a question with its form, what can be done.

Each is declared in Python, typed, and drawn by one template; a capability says what stands on its pages and
never how a page hangs together.
"""

from moothall.design.pages.acting import Action, act_on
from moothall.design.pages.asking import Ask, Asking, asking, bound
from moothall.design.pages.detail import Detail, Heading, section, summary, table
from moothall.design.pages.listing import Column, Empty, Listing, RowAction, Way, as_found

__all__ = [
    "Action",
    "Ask",
    "Asking",
    "Column",
    "Detail",
    "Empty",
    "Heading",
    "Listing",
    "RowAction",
    "Way",
    "act_on",
    "as_found",
    "asking",
    "bound",
    "section",
    "summary",
    "table",
]
