"""`make demo` as a stranger runs it: it says READY when it serves, and when it stops nothing is left running."""

import json
import os
import signal
import socket
import subprocess
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from ops import ports
from ops.launcher import Address
from ops.problems import Problem
from tests.ops.checkout import Checkout, eventually, read_until

DEMO = ["-m", "ops.dev", "demo"]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """One place for data: the tests below follow one another, as runs of a demo do."""
    made = Checkout(tmp_path_factory.mktemp("demo") / "run")
    yield made
    made.end()


@pytest.fixture(autouse=True)
def nothing_left_running(checkout: Checkout):
    yield
    checkout.stop()


def get(url: str) -> tuple[int, str, str]:
    """The status, the address where it ended and the page, for a browser with a cookie jar."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    with browser.open(url, timeout=30) as answer:
        return answer.status, answer.url, answer.read().decode()


def facts(checkout: Checkout) -> dict:
    return json.loads((checkout.run / "demo.json").read_text())


def rows(checkout: Checkout) -> int:
    """How many cases there are, as the owner counts them."""
    question = "from cases.models import Case; print(Case.objects.count())"
    code, said = checkout.do("manage", f'shell -v0 -c "{question}"', AS="owner")
    assert code == 0, said
    return int(said.splitlines()[-1])


def test_it_serves_when_it_says_ready_and_ctrl_c_stops_all_of_it(checkout: Checkout):
    demo = checkout.start(*DEMO)
    said = read_until(demo, r"^READY ")
    url = facts(checkout)["url"]
    assert f"READY {url} after" in said.splitlines()[-1]
    assert url == f"http://localhost:{checkout.port}/"

    assert get(f"{url}healthz")[0] == 200
    assert get(f"{url}readyz")[0] == 200
    commands = " ".join(checkout.processes().values())
    for part in ("gunicorn config.wsgi", "-Q celery", "-Q figures", "celery -A config beat", "/postgres -D"):
        assert part in commands
    cases = rows(checkout)
    assert cases > 0

    os.killpg(demo.pid, signal.SIGINT)  # what the terminal does
    os.killpg(demo.pid, signal.SIGINT)  # and an impatient person
    assert demo.wait(60) == 0
    assert checkout.processes() == {}
    assert not (checkout.run / "demo.json").exists()


def test_scripts_find_everything_in_a_file_and_killing_the_launcher_leaves_no_orphan(checkout: Checkout):
    code, said = checkout.do("demo", DETACH="1")
    assert code == 0, said
    assert said.splitlines()[-1].startswith("READY ")
    assert (checkout.run / "demo.json").stat().st_mode & 0o777 == 0o600
    told = facts(checkout)
    assert told["api_key"] in said
    assert len(told["personas"]) >= 5
    for persona in told["personas"]:
        assert set(persona) >= {"role", "agency", "email", "sign_in_url"}
        assert persona["sign_in_url"].startswith(told["url"])
        assert persona["sign_in_url"] in said
        assert "@" not in persona["sign_in_url"]
    for persona in told["personas"][:3]:
        status, arrived_at, page = get(persona["sign_in_url"])
        assert (status, arrived_at) == (200, told["url"])
        assert persona["agency"] in page

    state = json.loads((checkout.run / "state.json").read_text())
    os.kill(state["pid"], signal.SIGKILL)
    eventually(lambda: not checkout.processes(), within=30)


def test_the_next_run_has_the_data_and_a_part_that_ends_by_itself_ends_the_rest(checkout: Checkout):
    demo = checkout.start(*DEMO)
    said = read_until(demo, r"^READY ")
    assert "there already" in said
    assert rows(checkout) > 0
    worker = min(pid for pid, command in checkout.processes().items() if "-Q figures" in command)  # its parent process
    os.kill(worker, signal.SIGKILL)
    read_until(demo, r"^figures ended by itself, with -9")
    assert demo.wait(60) == 1
    assert checkout.processes() == {}


def test_a_taken_port_is_said_before_anything_starts(checkout: Checkout):
    with socket.socket() as stranger:
        stranger.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        stranger.bind((ports.LOOPBACK, checkout.port))
        stranger.listen()
        code, said = checkout.do("demo")
    assert code == 1
    assert f"Port {checkout.port} is in use by another program" in said
    assert f"make demo PORT={checkout.port + 1}" in said
    assert "Starting" not in said


@pytest.mark.parametrize(
    ("host", "url", "names"),
    [
        ("", "http://localhost:8123/", "localhost,127.0.0.1,[::1]"),
        ("0.0.0.0", "http://localhost:8123/", f"localhost,127.0.0.1,[::1],{socket.gethostname()}"),
        ("127.0.0.2", "http://127.0.0.2:8123/", "localhost,127.0.0.1,[::1],127.0.0.2"),
    ],
)
def test_the_address_is_one_that_a_browser_understands(host: str, url: str, names: str, monkeypatch):
    monkeypatch.setenv("HOST", host)
    monkeypatch.setenv("PORT", "8123")
    monkeypatch.delenv("ALLOWED_HOSTS", raising=False)
    address = Address.chosen()
    assert address.url == url
    assert list(dict.fromkeys(address.allowed_hosts.split(","))) == list(dict.fromkeys(names.split(",")))


def test_a_host_of_another_machine_is_refused(monkeypatch):
    monkeypatch.setenv("HOST", "192.0.2.7")
    with pytest.raises(Problem, match="Cannot listen on"):
        Address.chosen()


def test_make_down_without_an_environment_has_nothing_to_do(tmp_path: Path):
    (tmp_path / "Makefile").write_text((Path(__file__).parents[2] / "Makefile").read_text())
    assert subprocess.run(["make", "down"], cwd=tmp_path, capture_output=True).returncode == 0
