"""What is typed about reviews, and its wording."""
