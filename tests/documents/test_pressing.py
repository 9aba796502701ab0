"""The press fetches nothing, is given no secret, and half a PDF is none."""

import http.server
import threading
from io import BytesIO

import pikepdf
import pytest

from documents import pressing
from documents.press import press
from documents.pressing import NotPressed


def test_the_press_is_given_no_secret():
    given = pressing.environment()
    assert not [name for name in given if "SECRET" in name or "URL" in name or "KEY" in name or "PASSWORD" in name]


def test_half_a_pdf_is_none():
    whole = pressing.press("<html lang=en><title>x</title><body><h1>x</h1></body></html>").body
    for half in (whole[: len(whole) // 2], b"", b"Traceback (most recent call last)"):
        with pytest.raises(NotPressed):
            pressing.checked(half, {"pages": 1, "warnings": []})
    with pytest.raises(NotPressed):
        pressing.checked(whole, {"pages": 0, "warnings": []})
    assert pressing.checked(whole, {"pages": 1, "warnings": []}).body == whole


def test_a_press_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(pressing, "SECONDS", 0.01)
    with pytest.raises(NotPressed):
        pressing.press("<html lang=en><title>x</title></html>")


@pytest.fixture
def listener():
    """A server on this machine that counts who asks for something."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


HOSTILE = (
    '<link rel="attachment" href="{}">',
    '<style>@import url("{}");</style>',
    '<style>body {{ background: url("{}") }}</style>',
    '<style>@font-face {{ font-family: x; src: url("{}") }} p {{ font-family: x }}</style><p>x</p>',
    '<img src="{}" alt="x">',
    '<object data="{}">x</object>',
    '<svg role="img" viewBox="0 0 1 1"><title>x</title><image href="{}" width="1" height="1"/></svg>',
    '<svg role="img" viewBox="0 0 1 1"><title>x</title><use href="{}#x"/></svg>',
)


@pytest.mark.parametrize("page", HOSTILE)
def test_the_press_fetches_nothing_from_the_network_or_the_disk(page, listener, tmp_path):
    address, asked = listener
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret of this machine")
    for target in (f"{address}/x", secret.as_uri(), "ftp://127.0.0.1/x"):
        body, _ = press(f"<html lang=en><title>x</title><body>{page.format(target)}</body></html>")
        with pikepdf.open(BytesIO(body)) as opened:
            assert "/EmbeddedFiles" not in opened.Root.get("/Names", {})
            streams = [each.read_bytes() for each in opened.objects if isinstance(each, pikepdf.Stream)]
        assert not any(b"the secret of this machine" in stream for stream in streams)
    assert asked == []
