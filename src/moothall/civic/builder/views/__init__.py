"""The pages of building services."""
