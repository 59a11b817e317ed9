"""A payment provider for trying things out: no money, no account, every mishap a real one can have."""
