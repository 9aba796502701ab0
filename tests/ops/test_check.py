"""`make check` itself: it says what is wrong, all of it that fits, and nothing when nothing is."""

import sys

from ops import check
from ops.services import Services


def test_a_program_that_is_content_says_nothing_and_one_that_is_not_is_quoted():
    assert check.command(sys.executable, "-c", "print('chatter')", env={})() == ""
    assert check.command(sys.executable, "-c", "import sys; sys.exit('line 7: no')", env={})() == "line 7: no"
    assert check.command(sys.executable, "-c", "import sys; sys.exit(3)", env={})() == "exit code 3"


def test_long_complaints_are_cut_to_a_screen_and_say_so():
    shown = check.shortened("\n".join(f"line {number}" for number in range(1, 101)))
    assert shown.splitlines()[check.SHOWN - 1] == f"line {check.SHOWN}"
    assert shown.splitlines()[-1] == "… and 40 lines more"
    assert check.shortened("one line") == "one line\n"


def test_fitness_for_production_is_asked_in_production_without_the_doors_of_a_demo(monkeypatch):
    for name in ("LINNET_DEMO", "LINNET_DEBUG", "PLAIN_HTTP"):
        monkeypatch.setenv(name, "1")
    databases = {role: f"postgresql://linnet_{role}@localhost/linnet" for role in ("owner", "app", "batch")}
    environment = check.as_in_production(Services(databases, "redis://localhost", "k", "m"))
    assert environment["LINNET_ENV"] == "production"
    assert environment["LINNET_DEMO"] == environment["LINNET_DEBUG"] == environment["PLAIN_HTTP"] == ""
    assert environment["DATABASE_URL"] == databases["app"]
    assert len(environment["SECRET_KEY"]) > 50


def test_a_process_holds_no_other_roles_address(monkeypatch):
    monkeypatch.setenv("OWNER_DATABASE_URL", "postgresql://linnet_owner@localhost/linnet")
    databases = {role: f"postgresql://linnet_{role}@localhost/linnet" for role in ("owner", "app", "batch")}
    environment = Services(databases, "redis://localhost", "k", "m").environment("batch")
    assert [value for value in environment.values() if "linnet_owner" in value or "linnet_app" in value] == []
    assert environment["DATABASE_URL"] == databases["batch"]
