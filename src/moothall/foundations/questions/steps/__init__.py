"""Every kind of question, as step types."""

from moothall.foundations.questions.steps import pages, people, places, plain

__all__ = ["pages", "people", "places", "plain"]
