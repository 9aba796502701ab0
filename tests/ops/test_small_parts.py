"""Ports, credentials, private files, throwaway directories, the system step and the list of commands."""

import os
import re
import socket
import stat
import subprocess
from dataclasses import asdict
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from ops import places, ports
from ops.credentials import Credentials, write_private
from ops.install import PURPOSES, uv_settings
from ops.places import ROOT
from ops.problems import Problem
from ops.processes import NOBODY, Identity, secret_file


@pytest.fixture
def taken():
    """A port that something listens on."""
    with socket.socket() as listener:
        listener.bind((ports.LOOPBACK, 0))
        listener.listen()
        yield listener.getsockname()[1]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# -- ports -----------------------------------------------------------------------------------------------------------


def test_a_port_that_is_listened_on_is_not_free(taken: int):
    assert not ports.is_free(ports.LOOPBACK, taken)
    assert ports.is_free(ports.LOOPBACK, ports.any_free())


def test_a_taken_default_gives_way_and_a_taken_choice_does_not(taken: int, monkeypatch):
    monkeypatch.delenv("PG_PORT", raising=False)
    assert ports.preferred("PG_PORT", taken) not in (taken, 0)
    monkeypatch.setenv("PG_PORT", str(taken))
    with pytest.raises(Problem, match=f"Port {taken} is in use"):
        ports.preferred("PG_PORT", 1)


@pytest.mark.parametrize("text", ["0", "65536", "-1", "http", "80 80", "８０"])
def test_what_is_no_port_is_refused(text: str, monkeypatch):
    monkeypatch.setenv("PORT", text)
    with pytest.raises(Problem, match="from 1 to 65535"):
        ports.number_from("PORT", 8000)


def test_an_address_of_another_machine_is_refused_in_words():
    with pytest.raises(Problem, match=r"Cannot listen on 192\.0\.2\.1:8000"):
        ports.is_free("192.0.2.1", 8000)


# -- credentials -----------------------------------------------------------------------------------------------------


def test_credentials_are_made_once_and_kept_private(tmp_path: Path):
    path = tmp_path / "secrets.json"
    first = Credentials.load_or_generate(path)
    assert asdict(Credentials.load_or_generate(path)) == asdict(first)
    assert mode(path) == 0o600
    assert len(set(asdict(first).values())) == len(asdict(first))
    assert min(len(value) for value in asdict(first).values()) >= 43


def test_a_secret_that_a_newer_release_wants_is_added_to_the_old_ones(tmp_path: Path):
    path = tmp_path / "secrets.json"
    path.write_text('{"app_password": "kept", "of_an_older_release": "dropped"}')
    credentials = Credentials.load_or_generate(path)
    assert credentials.app_password == "kept"
    assert len(credentials.mfa_encryption_key) == 44
    assert "of_an_older_release" not in path.read_text()


def test_second_factors_can_be_encrypted_with_the_key():
    fernet = Fernet(Credentials.generate().mfa_encryption_key)
    assert fernet.decrypt(fernet.encrypt(b"seed")) == b"seed"


def test_credentials_do_not_show_in_a_traceback():
    credentials = Credentials.generate()
    assert credentials.app_password not in repr(credentials)


def test_a_private_file_is_never_half_written(tmp_path: Path):
    path = tmp_path / "state.json"
    write_private(path, "one")
    write_private(path, "two")
    assert path.read_text() == "two"
    assert [file.name for file in tmp_path.iterdir()] == ["state.json"]


def test_a_secret_is_readable_by_the_account_that_it_is_for_and_by_no_other():
    as_nobody = Identity(("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"), NOBODY)
    identity = as_nobody if os.geteuid() == 0 else Identity()  # only root can hand a file to another account
    path = secret_file("word", identity)
    try:
        assert identity.can("grep", "-q", "word", str(path))
        assert mode(path) == 0o600
    finally:
        path.unlink()


def test_what_another_account_cannot_reach_is_known(tmp_path: Path):
    program = tmp_path / "closed" / "program"
    program.parent.mkdir(mode=0o700)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert Identity().can(str(program))
    program.parent.chmod(0o000 if os.geteuid() else 0o700)
    as_nobody = Identity(("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"), NOBODY)
    assert not (as_nobody if os.geteuid() == 0 else Identity()).can(str(program))
    program.parent.chmod(0o700)


# -- directories -----------------------------------------------------------------------------------------------------


def test_what_a_killed_run_left_in_memory_is_swept_away(tmp_path: Path):
    ended = subprocess.Popen(["true"])
    ended.wait()
    left, alive = tmp_path / f"linnet-{ended.pid}-abc", tmp_path / f"linnet-{os.getpid()}-abc"
    for directory in (left, alive, tmp_path / "linnet-checkout"):
        directory.mkdir()
    places.remove_leftovers(tmp_path)
    assert not left.exists()
    assert alive.exists()
    assert (tmp_path / "linnet-checkout").exists()


# -- installing ------------------------------------------------------------------------------------------------------


def test_every_purpose_installs_lists_that_exist():
    for purpose in PURPOSES.values():
        assert [group for group in purpose.groups if not (ROOT / "requirements" / f"{group}.txt").exists()] == []


def test_uv_is_told_what_pip_is_configured_with(monkeypatch):
    for name in [name for name in os.environ if name.startswith(("UV_", "PIP_", "SSL_CERT"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")
    monkeypatch.setenv("PIP_CERT", "/etc/mirror.crt")
    settings = uv_settings()
    assert settings["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    assert settings["SSL_CERT_FILE"] == "/etc/mirror.crt"


def test_what_is_set_for_uv_itself_wins(monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://other.example/simple")
    assert uv_settings()["UV_DEFAULT_INDEX"] == "https://other.example/simple"


def system_step(*words: str, path: str) -> subprocess.CompletedProcess[str]:
    command, environment = ["/bin/sh", "ops/system.sh", *words], {"PATH": path, "HOME": "/nonexistent"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def test_what_the_suite_runs_on_is_there():
    done = system_step("--look", "python", "pdf", "browser", path=os.environ["PATH"])
    assert done.returncode == 0, done.stderr


def test_what_is_missing_is_named_with_the_command_that_installs_it(tmp_path: Path):
    for tool in ("id", "tr", "grep", "find"):  # a machine without Python, without Chromium and without apt
        (tmp_path / tool).symlink_to(f"/usr/bin/{tool}")
    done = system_step("python", "browser", path=str(tmp_path))
    assert done.returncode == 3
    assert "apt-get install --no-install-recommends python3 python3-venv\n" in done.stderr
    assert "apt-get install --no-install-recommends chromium libatomic1\n" in done.stderr
    assert system_step("--look", "browser", path=str(tmp_path)).returncode == 3


def test_a_part_that_does_not_exist_is_a_mistake():
    assert system_step("pdf", "brwoser", path=os.environ["PATH"]).returncode == 2


# -- make ------------------------------------------------------------------------------------------------------------


def test_help_lists_every_command():
    makefile = (ROOT / "Makefile").read_text()
    declared = set(re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[1].split())
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^  make (\w+)", told, re.MULTILINE)) == declared
    assert {"demo", "test", "manage", "seed", "shell", "down", "clean", "bench", "check", "fix", "house"} <= declared


def test_ci_runs_the_two_commands_and_stops_at_the_first_that_fails():
    script = (ROOT / ".ci" / "run").read_text()
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert re.findall(r"^make .*$", script, re.MULTILINE) == ["make test", "make check"]
    assert "set -euo pipefail" in script
