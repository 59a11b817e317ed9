"""The pages of settings and connections."""
