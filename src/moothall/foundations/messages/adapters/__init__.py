"""Ways out for messages: e-mail and text message, each behind the same face."""
