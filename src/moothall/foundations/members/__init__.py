"""Members: who works for an organisation, and who is asked to."""
