"""The shape of the API's answers: strict JSON in, problem+json out, and never a value echoed back."""

import json
import unicodedata
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.parsers import BaseParser
from rest_framework.response import Response

from common.errors import DomainError

MAX_DEPTH, MAX_ITEMS, MAX_TEXT = 12, 200, 20_000


class TooLarge(exceptions.APIException):
    """The body is over the limit."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "The body is larger than 1 MB. Send less text."
    default_code = "too_large"


class StrictJSONParser(BaseParser):
    """JSON objects only: UTF-8, no duplicate or unknown nonsense, bounded in size, depth and length, NFC-normalised."""

    media_type = "application/json"
    limit: int | None = None  # bytes; None: what the whole site takes

    def parse(self, stream, media_type=None, parser_context=None) -> Any:
        limit = self.limit or settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        too_large = TooLarge(f"The body is larger than {limit // 1024**2} MB. Send less at a time.")
        try:
            raw = stream.read(limit + 1)
        except RequestDataTooBig as error:
            raise too_large from error
        if len(raw) > limit:
            raise too_large
        try:
            body = json.loads(raw.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refuse_constant)
            return _clean(body, depth=1)
        except (ValueError, RecursionError) as error:
            raise exceptions.ParseError(_reason(error)) from error


class _Unacceptable(ValueError):
    """JSON that we refuse, with a reason that quotes nothing."""


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, _Unacceptable) else "The body is not valid JSON in UTF-8."


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Unacceptable("A field is given twice in one object.")
    return found


def _refuse_constant(_: str) -> None:
    raise _Unacceptable("NaN and Infinity are not numbers here.")


def _clean(value: Any, *, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise _Unacceptable(f"The body is nested deeper than {MAX_DEPTH} levels.")
    if isinstance(value, str):
        return _clean_text(value)
    if isinstance(value, list | dict) and len(value) > MAX_ITEMS:
        raise _Unacceptable(f"A list or object has more than {MAX_ITEMS} entries.")
    if isinstance(value, list):
        return [_clean(each, depth=depth + 1) for each in value]
    if isinstance(value, Mapping):
        return {_clean_text(key): _clean(each, depth=depth + 1) for key, each in value.items()}
    return value


def _clean_text(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise _Unacceptable(f"A text is longer than {MAX_TEXT} characters.")
    if any(unicodedata.category(letter) in ("Cs", "Cc") and letter not in "\n\r\t" for letter in text):
        raise _Unacceptable("A text holds a control character or half a surrogate pair.")
    return unicodedata.normalize("NFC", text)


def problem(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """REST framework's exception handler: every refusal as application/problem+json (RFC 9457)."""
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if isinstance(error, DomainError):
        return problem_response(status.HTTP_409_CONFLICT, "Conflict", str(error))
    if not isinstance(error, exceptions.APIException):
        return None
    titles = {
        400: "Bad request",
        401: "Sign in needed",
        403: "Not allowed",
        404: "Not found",
        405: "Method not allowed",
    }
    title = titles.get(error.status_code, str(error.default_code).replace("_", " ").capitalize())
    if isinstance(error, exceptions.ValidationError):
        detail = "Some fields need attention. Nothing was stored."
        response = problem_response(error.status_code, title, detail, errors=list(flatten(error.detail)))
    else:
        response = problem_response(error.status_code, title, str(error.detail))
    if header := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = header
    if (wait := getattr(error, "wait", None)) is not None:
        response["Retry-After"] = str(int(wait) + 1)
    return response


def problem_response(code: int, title: str, detail: str, **more: Any) -> Response:
    """An answer that says what was wrong and what to do, in the shape every client of ours reads."""
    body = {"type": "about:blank", "title": title, "status": code, "detail": detail, **more}
    return Response(body, status=code, content_type="application/problem+json")


def flatten(detail: Any, path: str = "") -> Any:
    """Nested errors as {field, message} with a JSON-path-like field: victim.names[0].given."""
    if isinstance(detail, Mapping):
        for key, inner in detail.items():
            here = path if key == "non_field_errors" else f"{path}.{key}" if path else str(key)
            yield from flatten(inner, here)
    elif isinstance(detail, list) and any(isinstance(each, Mapping | list) for each in detail):
        for place, inner in enumerate(detail):
            if inner:
                yield from flatten(inner, f"{path}[{place}]")
    elif isinstance(detail, list):
        for message in detail:
            yield {"field": path or "body", "message": str(message)}
    else:
        yield {"field": path or "body", "message": str(detail)}
