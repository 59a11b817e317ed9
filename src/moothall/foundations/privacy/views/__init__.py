"""Pages and files of privacy."""
