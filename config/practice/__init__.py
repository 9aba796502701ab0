"""The practice county: real places, invented people, every state of every clock. Deterministic for a given day."""
