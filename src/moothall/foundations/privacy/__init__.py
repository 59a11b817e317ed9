"""Privacy: what is kept about somebody, shown and handed to them."""
