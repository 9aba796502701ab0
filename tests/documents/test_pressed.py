"""A PDF of ours leaves when it is whole; what was taken is written down then, and not where nothing was."""

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import RequestFactory

from documents.views import pressed


@pytest.fixture
def asked():
    request = RequestFactory().get("/")
    request.session = {}
    request._messages = FallbackStorage(request)
    return request


def test_a_whole_pdf_is_saved_under_its_name_and_written_down(asked):
    taken = []
    answer = pressed(asked, "<html><p>Words</p></html>", name="words", back="/back/", saved=lambda: taken.append(1))
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"] == 'attachment; filename="words.pdf"'
    assert taken == [1]


def test_where_there_is_no_pdf_nothing_is_written_down_and_the_page_says_why(asked, monkeypatch, tmp_path):
    """The press cannot start: there is no program of that name."""
    monkeypatch.setattr("sys.executable", str(tmp_path / "nothing"))
    taken = []
    answer = pressed(asked, "<p>Words</p>", name="words", back="/back/", saved=lambda: taken.append(1), excuse="Later.")
    assert (answer.status_code, answer["Location"]) == (302, "/back/")
    assert [str(each) for each in get_messages(asked)] == ["Later."]
    assert taken == []
