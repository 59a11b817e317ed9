"""Search: whatever everybody may see, found by its words and its place."""
