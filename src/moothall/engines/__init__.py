"""Pure libraries of the field, which know nothing of Moothall and could each be published alone."""
