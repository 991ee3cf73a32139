"""Bad input, as a table: what can come in, where it can come in, and what must happen then."""
