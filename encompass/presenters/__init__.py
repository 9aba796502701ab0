"""What the pages of notices and schools show."""
