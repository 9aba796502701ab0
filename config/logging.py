"""Structured logs: one JSON object a line, with a request id, and never a word that a user typed."""

import json
import logging
from contextvars import ContextVar

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
# Facts that may be logged. Anything else passed as `extra` is dropped, so that a name cannot slip in.
ALLOWED = ("method", "route", "status", "ms", "task", "count", "name")


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON, keeping only what is on the list."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id := REQUEST_ID.get():
            line["request_id"] = request_id
        line |= {key: getattr(record, key) for key in ALLOWED if key != "name" and hasattr(record, key)}
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__  # the type only: messages of errors quote values
            line["where"] = _where(record)
        return json.dumps(line)


def _where(record: logging.LogRecord) -> list[str]:
    """The call stack as file:line, without the source lines or the values."""
    frames, trace = [], record.exc_info[2] if record.exc_info else None
    while trace:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename.rsplit('/', 3)[-2]}/{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return frames[-8:]


class WithoutAddress(logging.Filter):
    """django.request quotes the path it refused. A path may hold what somebody typed, so only the status stays."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = f"request ended with {getattr(record, 'status_code', 'an error')}", ()
        return True


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.logging.JsonLines"}},
    "filters": {"without_address": {"()": "config.logging.WithoutAddress"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json"},
        "requests": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["without_address"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "linnet": {"level": "INFO"},
        "django.request": {"handlers": ["requests"], "propagate": False, "level": "WARNING"},
        "django.security": {"handlers": ["requests"], "propagate": False, "level": "WARNING"},
        # It prints the values of a failed statement.
        "django.db.backends": {"level": "CRITICAL"},
        "celery": {"level": "WARNING"},
    },
}
