"""What `make` runs: install, start, stop, test and check Linnet on one machine. Not part of the product."""
