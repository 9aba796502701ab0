"""Pages for what went wrong. The one for "not found" says the same to everybody, about everything."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

TITLES = {400: "Bad request", 403: "Not allowed", 404: "Not found", 500: "Server error"}


def _answer(request: HttpRequest, status: int) -> HttpResponse:
    if request.path.startswith("/api/"):
        body = {"type": "about:blank", "title": TITLES[status], "status": status, "detail": TITLES[status] + "."}
        return JsonResponse(body, status=status, content_type="application/problem+json")
    # Without the request, so that nothing about who asks can be in it.
    return HttpResponse(render_to_string(f"{status}.html"), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        return _answer(request, 500)
    # Only the number to quote: a page that failed once must not fail again over who asked.
    return HttpResponse(render_to_string("500.html", {"request": {"id": getattr(request, "id", "")}}), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or another site sent it."""
    return HttpResponse(render_to_string("403_csrf.html"), status=403)
