"""Death reviews: one central process, a responsible community safety partnership for each."""
