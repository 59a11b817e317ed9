"""Payment providers, behind one face."""
