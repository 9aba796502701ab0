"""Telling a child's school before the next school day begins (Operation Encompass)."""
