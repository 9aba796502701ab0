"""Addresses of the reviews. Neutral words only."""

urlpatterns: list = []
