"""Counters for Prometheus. Labels are URL patterns and states, never anything about a person."""

from prometheus_client import Counter, Histogram

REQUESTS = Counter("linnet_requests", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram("linnet_request_seconds", "Seconds to answer", ["route"])
