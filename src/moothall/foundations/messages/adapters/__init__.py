"""Ways out for messages: email and text message, each behind the same face."""
