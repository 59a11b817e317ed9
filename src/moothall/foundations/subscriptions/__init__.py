"""Subscriptions: following what happens, and being told of it."""
