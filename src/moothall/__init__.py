"""Moothall: the shared digital infrastructure of a place."""

__version__ = "0.1.0"
