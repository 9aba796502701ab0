"""The pages of notices and schools."""
