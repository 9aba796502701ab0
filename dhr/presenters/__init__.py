"""What the pages of the reviews show, put together from rows (ADR 0005)."""
