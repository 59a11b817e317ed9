"""Settings and connections: how an organisation wants things, and the systems it reaches."""
