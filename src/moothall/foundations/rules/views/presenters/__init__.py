"""What rules are on pages."""
