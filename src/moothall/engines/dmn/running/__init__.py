"""Decision models compiled and carried out."""
