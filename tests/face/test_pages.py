"""What holds for every template and every file that a browser loads."""

import re
from pathlib import Path

import pytest
from django.template import engines
from django.template.loader import render_to_string

from tests.face.rules import assert_neutral, assert_title_ok

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = {
    path.relative_to(ROOT / "templates").as_posix(): path.read_text() for path in (ROOT / "templates").rglob("*.html")
}
ERRORS = ("400", "403", "403_csrf", "404", "405", "409", "413", "429", "500", "503")
SOMEBODY = {
    "person_name": "Siobhán O’Dwyer", "agency_name": "Advice service", "area_name": "Northford", "demo": True,
    "navigation": [{"label": "Cases", "url": "/cases/", "current": True}], "search_url": "/search/",
    "sign_out_url": "/out/", "account_url": "/account/", "idle_seconds": 900, "keep_alive_url": "/stay/",
    "footer_links": [{"label": "Help", "url": "/help/"}], "csrf_token": "token",
}  # fmt: skip


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_can_be_read_and_obeys_the_content_security_policy(name):
    engines["django"].get_template(name)
    # A way out leads elsewhere, and tells nobody where from. Nothing is fetched.
    source = TEMPLATES[name].replace('href="https://www.bbc.co.uk/weather" rel="noreferrer nofollow"', "")
    assert not re.search(r"(src|href)=\"(https?:)?//", source), "nothing comes from elsewhere"
    if "/pdf/" in name:
        return  # read by WeasyPrint; no browser and so no policy ever sees it
    assert not re.search(r"\sstyle\s*=", source), "style attributes are refused by the policy"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", source), "event attributes are refused by the policy"
    assert "<style" not in source
    assert not re.search(r"<script(?![^>]*(\bsrc=|type=\"application/json\"))", source), "scripts are files"


# A title may count, or be words that a presenter made for it. Whether those give anything away, the browser tests ask.
MAY_BE_IN_A_TITLE = r"{{ *(title|number|total|step|steps)(\|\w+)* *}}"


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_title_gives_the_service_away(name):
    for title in re.findall(r"{% block page_title %}(.*?){% endblock", TEMPLATES[name], re.DOTALL):
        assert_neutral(re.sub(r"{[{%].*?[%}]}", "", title))
        assert "{{" not in re.sub(MAY_BE_IN_A_TITLE, "", title), "no data in a title"


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_page_says_the_same_to_everybody(code):
    nobody, somebody = render_to_string(f"errors/{code}.html"), render_to_string(f"errors/{code}.html", SOMEBODY)
    assert nobody == somebody
    assert_title_ok(re.search(r"<title>(.*?)</title>", nobody)[1])
    assert nobody.count("<h1") == 1
    assert "csrf" not in nobody


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "429", "500"])
def test_django_and_allauth_find_the_error_pages_by_their_names(code):
    assert render_to_string(f"{code}.html") == render_to_string(f"errors/{code}.html")


def test_the_shell_shows_who_where_and_what_for():
    html = render_to_string("layouts/page.html", SOMEBODY | {"demo": False})
    for words in (
        "Official-sensitive: case information",
        "Siobhán O’Dwyer",
        "Northford",
        "Skip to main content",
        "Sign out",
    ):
        assert words in html
    assert '<main class="govuk-main-wrapper" id="main" tabindex="-1">' in html
    assert '<a class="govuk-service-navigation__link" href="/cases/" aria-current="true">' in html
    assert 'data-idle-seconds="900" data-keep-alive-url="/stay/"' in html
    assert html.count('name="csrfmiddlewaretoken"') == 2  # search and sign out
    assert "Destroy after use" in html


def test_practice_is_marked_as_practice_and_a_stranger_sees_no_shell():
    assert "Training. Nothing here is real." in render_to_string("layouts/page.html", SOMEBODY)
    stranger = render_to_string("layouts/page.html")
    for words in ("Official-sensitive", "Sign out", "<nav", 'role="search"', "Destroy after use", "dialog"):
        assert words not in stranger


def test_what_a_browser_loads_is_small_and_from_here():
    sizes = {
        path.name: path.stat().st_size for path in (ROOT / "static").rglob("*.*") if path.suffix in (".css", ".js")
    }
    assert sum(size for name, size in sizes.items() if name.endswith(".css")) < 60_000
    assert sum(size for name, size in sizes.items() if name.endswith(".js")) < 15_000
    for path in (ROOT / "static").rglob("*.*"):
        if path.suffix in (".css", ".js"):
            text = path.read_text()
            assert not re.search(r"(https?:)?//[a-z]+\.[a-z]", text), f"{path.name} names another server"
            assert not re.search(r"\b(localStorage|sessionStorage|indexedDB)\b", text), (
                f"{path.name} keeps things in a browser"
            )


@pytest.mark.parametrize(
    ("title", "is_fine"),
    [
        ("Case overview – Linnet", True),
        ("Error: Safe contact (section 4 of 8) – Linnet", True),
        ("Case overview", False),
        ("Linnet", False),
        (" – Linnet", False),
        ("case overview – Linnet", False),
        ("K7F3-9QD2-TX – Linnet", False),
        ("MARAC agenda – Linnet", False),
        ("Victims – Linnet", False),
        ("Dashboard – Linnet", True),
    ],
)
def test_the_rule_for_titles_itself(title, is_fine):
    try:
        assert_title_ok(title)
    except AssertionError:
        assert not is_fine
    else:
        assert is_fine
