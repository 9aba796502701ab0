"""The adviser service: episodes of support, getting in touch safely, safety plans, outcomes."""
