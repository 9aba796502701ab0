"""Files that people send: only kinds that are allowed, made harmless, and kept until they are known to be clean."""
