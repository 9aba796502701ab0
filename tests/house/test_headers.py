"""What every answer carries, and what it never does."""

import json
import logging

import pytest
from django.test import Client, override_settings
from django.urls import path, reverse

from config import urls
from config.logging import JsonLines
from tests import factories

pytestmark = pytest.mark.django_db
SECRET = "CNRY7f3a"


def breaks(request):
    raise ValueError(SECRET)


@pytest.fixture
def breaking(settings):
    from types import ModuleType

    module = ModuleType("breaking")
    module.urlpatterns = [path("breaks/", breaks), *urls.urlpatterns]
    for handler in ("handler400", "handler403", "handler404", "handler500"):
        setattr(module, handler, getattr(urls, handler))
    settings.ROOT_URLCONF = module
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("name", ["help", "account_login", "healthz"])
def test_pages_are_not_kept_not_framed_not_indexed(client, name):
    response = client.get(reverse(name))
    assert response["Cache-Control"] == "no-store"
    assert response["X-Frame-Options"] == "DENY"
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "same-origin"


def test_the_content_policy_lets_nothing_inline_or_foreign_in(client):
    policy = client.get(reverse("help"))["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_a_request_has_an_id_that_it_may_bring_and_cannot_forge(client):
    assert len(client.get(reverse("healthz"))["X-Request-Id"]) == 32
    given = "0f9a4c2e-1111-4222-8333-944455556666"
    assert client.get(reverse("healthz"), headers={"X-Request-Id": given})["X-Request-Id"] == given
    assert "<script>" not in client.get(reverse("healthz"), headers={"X-Request-Id": "<script>"})["X-Request-Id"]


def test_a_broken_page_says_so_and_tells_nobody_why(breaking, caplog):
    response = breaking.get("/breaks/")
    assert response.status_code == 500
    assert SECRET not in response.content.decode()
    formatter = JsonLines()
    lines = [formatter.format(record) for record in caplog.records]
    assert not [line for line in lines if SECRET in line]
    failed = [json.loads(line) for line in lines if "error" in json.loads(line)]
    assert failed[0]["error"] == "ValueError"
    assert any("test_headers.py" in frame for frame in failed[0]["where"])


def test_the_log_of_a_request_holds_the_pattern_and_never_the_address(police, caplog):
    caplog.set_level(logging.INFO, logger="linnet.request")
    case = factories.case(police.agency)
    police.client.get(reverse("case", kwargs={"reference": case.reference}) + f"?q={SECRET}")
    lines = [JsonLines().format(record) for record in caplog.records if record.name == "linnet.request"]
    assert '"route": "cases/<str:reference>/"' in lines[-1]
    assert SECRET not in lines[-1]
    assert case.reference not in lines[-1]


def test_the_log_drops_what_is_not_on_its_list():
    record = logging.LogRecord("x", logging.INFO, "x", 1, "message", (), None)
    record.victim = SECRET
    assert SECRET not in JsonLines().format(record)


@override_settings(INSTANCE="mine")
def test_healthz_says_whose_it_is(client):
    assert client.get(reverse("healthz")).json() == {"status": "ok", "instance": "mine"}


def test_readyz_asks_the_database_and_the_broker(client):
    assert client.get(reverse("readyz")).json() == {"database": True, "broker": True}


def test_readyz_says_which_part_is_away(client, settings):
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}
    response = client.get(reverse("readyz"))
    assert (response.status_code, response.json()) == (503, {"database": True, "broker": False})


def test_metrics_count_by_pattern(client):
    client.get(reverse("help"))
    page = client.get(reverse("metrics")).content.decode()
    assert 'route="help/"' in page


def test_an_unknown_address_of_the_api_answers_in_its_own_shape(client):
    response = client.get("/api/v1/nothing/")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_a_form_from_elsewhere_is_refused_in_plain_words(police):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = police.client.cookies
    response = browser.post(reverse("search"), {"q": "x"})
    assert response.status_code == 403
    assert "govuk" in response.content.decode()
