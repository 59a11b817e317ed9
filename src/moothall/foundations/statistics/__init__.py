"""Statistics: what happens here, counted each day and published each month, never so that it says who."""
