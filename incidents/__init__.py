"""What the police recorded, crime or not, how it was graded, and every later grade (secondary risk assessment)."""
