"""Decisions about files from their content alone: what they are, and pictures drawn anew."""

from moothall.foundations.documents.rules import kinds, names, pictures

__all__ = ["kinds", "names", "pictures"]
