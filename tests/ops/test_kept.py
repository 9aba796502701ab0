"""One checkout, several commands at once: who owns the services, who joins them, who stops whom."""

import json
import os
import signal
from pathlib import Path

import pytest

from tests.ops.checkout import Checkout, eventually, read_until

HOLD = """
import sys, time
from ops import kept
with kept.services("{mode}"):
    kept.tell(url="http://localhost:1/")
    print("HOLDING", flush=True)
    time.sleep(300)
"""
LEFT = {"broker", "lock", "pg", "secrets.json"}


@pytest.fixture
def checkout(tmp_path: Path):
    made = Checkout(tmp_path / "run")
    yield made
    made.end()


def holder(checkout: Checkout, mode: str):
    """Another command of the same checkout that has started the services."""
    child = checkout.start("-c", HOLD.format(mode=mode))
    read_until(child, "HOLDING")
    return child


def ask(question: str) -> str:
    """The words of a management command that prints the answer as its last line."""
    python = f"from django.db import connection as c; k = c.cursor(); k.execute('{question}'); print(k.fetchone())"
    return f'shell -v0 -c "{python}"'


@pytest.mark.parametrize("forbidden", ["", "1"], ids=["as we are", "without user namespaces"])
def test_a_command_starts_the_services_and_stops_them_and_the_data_stays(checkout: Checkout, forbidden: str):
    checkout.environment["LINNET_NO_USER_NAMESPACE"] = forbidden  # as in a container: root's PostgreSQL runs as nobody
    code, said = checkout.do("manage", "migrate -v0")
    assert code == 0, said
    assert checkout.processes() == {}
    code, said = checkout.do("manage", ask("SELECT current_user, count(*) > 10 FROM django_migrations"))
    assert (code, said.splitlines()[-1]) == (0, "('linnet_app', True)"), said
    assert {"broker", "lock", "secrets.json"} <= {file.name for file in checkout.run.iterdir()} <= LEFT
    assert (checkout.data / "PG_VERSION").read_text() == "18\n"


def test_only_a_command_that_needs_it_works_as_the_owner(checkout: Checkout):
    _, said = checkout.do("manage", ask("SELECT current_user"), AS="owner")
    assert said.splitlines()[-1] == "('linnet_owner',)"


def test_a_command_that_fails_says_so_with_its_exit_code(checkout: Checkout):
    code, said = checkout.do("manage", "nonsense")
    assert code == 1
    assert "Unknown command" in said
    assert checkout.processes() == {}


def test_a_running_demo_is_joined_by_commands_and_refuses_a_second_demo(checkout: Checkout):
    demo = holder(checkout, "demo")
    server = {pid for pid, command in checkout.processes().items() if "postgres" in command}
    code, said = checkout.do("manage", ask("SELECT current_user"))
    assert (code, said.splitlines()[-1]) == (0, "('linnet_app',)"), said
    assert server == {pid for pid, command in checkout.processes().items() if "postgres" in command and pid in server}

    code, said = checkout.do("demo")
    assert code == 1
    assert "already running here at http://localhost:1/. Stop it with `make down`." in said
    assert demo.poll() is None


def test_down_stops_what_runs_and_says_when_nothing_does(checkout: Checkout):
    demo = holder(checkout, "demo")
    assert checkout.do("down")[0] == 0
    demo.wait(10)
    eventually(lambda: not checkout.processes())
    assert checkout.do("down") == (0, "Nothing is running here.\n")


def test_a_command_waits_for_another_one_to_finish(checkout: Checkout):
    first = holder(checkout, "manage")
    second = checkout.start("-m", "ops.dev", "manage", ask("SELECT current_user"))
    with pytest.raises(TimeoutError):
        eventually_ended(second, within=2)
    os.kill(first.pid, signal.SIGTERM)
    assert "linnet_app" in read_until(second, "linnet_app")


def eventually_ended(child, *, within: float) -> None:
    try:
        child.wait(within)
    except Exception as error:
        raise TimeoutError from error


def test_a_killed_command_leaves_no_process_and_the_next_one_goes_on(checkout: Checkout):
    first = holder(checkout, "demo")
    state = json.loads((checkout.run / "state.json").read_text())
    assert (checkout.run / "state.json").stat().st_mode & 0o077 == 0
    assert state["pid"] == first.pid
    first.kill()
    first.wait()
    code, said = checkout.do("manage", ask("SELECT current_user"))  # at once, while the server is still going down
    assert (code, said.splitlines()[-1]) == (0, "('linnet_app',)"), said
    eventually(lambda: not checkout.processes())


def test_data_of_another_release_is_not_touched(checkout: Checkout):
    checkout.do("manage", "version")
    version = checkout.data / "PG_VERSION"
    version.write_text("15\n")
    code, said = checkout.do("manage", "version")
    assert code == 1
    assert "belongs to PostgreSQL 15" in said
    assert "make reset" in said


def test_a_database_address_that_leads_nowhere_is_said_in_words(checkout: Checkout):
    code, said = checkout.do("manage", "version", DATABASE_URL="postgresql://u:p@127.0.0.1:1/x")
    assert code == 1
    assert "DATABASE_URL leads nowhere" in said
    assert "Traceback" not in said


def test_a_server_that_was_itself_killed_is_recovered(checkout: Checkout):
    holder(checkout, "demo")
    checkout.do("manage", "migrate -v0")
    checkout.stop()  # kill -9 of everything at once, the database's parent process too
    code, said = checkout.do("manage", ask("SELECT count(*) > 10 FROM django_migrations"))
    assert (code, said.splitlines()[-1]) == (0, "(True,)"), said


def test_lost_passwords_are_said_in_words(checkout: Checkout):
    checkout.do("manage", "version")
    (checkout.run / "secrets.json").unlink()
    code, said = checkout.do("manage", "version")
    assert code == 1
    assert "was made with other passwords" in said
    assert "make reset" in said
