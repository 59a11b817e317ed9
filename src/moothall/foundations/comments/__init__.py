"""Comments: what people say on a matter, what others report of it, and how it is moderated."""
