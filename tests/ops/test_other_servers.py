"""Servers that we did not bring: one that DATABASE_URL names, and releases that are too old."""

import shutil
from pathlib import Path

import psycopg2
import pytest
import redis

from ops import external, ports
from ops.broker import Broker
from ops.credentials import Credentials
from ops.ports import PortTaken
from ops.postgres import FAST, SUPERUSER, Postgres
from ops.problems import Problem
from ops.programs import find_programs
from ops.services import DATABASE
from tests.ops.checkout import Checkout
from tests.ops.conftest import Server

WHO_AM_I = "shell -v0 -c \"from django.db import connection as c; print(c.settings_dict['USER'])\""


@pytest.fixture
def superuser_url(server: Server):
    """The address of somebody's server. Afterwards the passwords of our roles on it are what they were."""
    yield server.postgres.url(SUPERUSER, server.credentials.superuser_password, "postgres")
    server.postgres.make_roles(server.credentials.for_roles(), db=DATABASE)


def test_a_superusers_address_is_enough(superuser_url: str, tmp_path: Path):
    checkout = Checkout(tmp_path / "run")
    try:
        code, said = checkout.do("manage", WHO_AM_I, DATABASE_URL=superuser_url)
        assert (code, said.splitlines()[-1]) == (0, "linnet_app"), said
        assert not (tmp_path / "run" / "pg").exists()
    finally:
        checkout.end()


def test_the_address_keeps_its_options_for_every_role(superuser_url: str):
    credentials = Credentials.generate()
    found = external.databases(f"{superuser_url}?sslmode=prefer", credentials)
    assert set(found) == {"owner", "app", "batch"}
    assert found["batch"].startswith(f"postgresql://linnet_batch:{credentials.batch_password}@127.0.0.1:")
    assert found["batch"].endswith("/linnet?sslmode=prefer")


def test_without_a_superuser_every_roles_address_is_asked_for(server: Server, monkeypatch):
    monkeypatch.delenv("OWNER_DATABASE_URL", raising=False)
    monkeypatch.delenv("BATCH_DATABASE_URL", raising=False)
    with pytest.raises(Problem, match="OWNER_DATABASE_URL and BATCH_DATABASE_URL must be set too"):
        external.databases(server.url("app"), Credentials.generate())
    monkeypatch.setenv("OWNER_DATABASE_URL", "postgresql://o@db/linnet")
    monkeypatch.setenv("BATCH_DATABASE_URL", "postgresql://b@db/linnet")
    assert external.databases(server.url("app"), Credentials.generate())["owner"] == "postgresql://o@db/linnet"


def release(directory: Path, version: str) -> Path:
    """A directory with a program that says it is this release."""
    directory.mkdir()
    program = directory / "postgres"
    program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
    program.chmod(0o755)
    return directory


def test_a_release_that_is_too_old_is_named_with_the_remedy(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("PG_BIN", str(release(tmp_path / "bin", "15.18 (Debian)")))
    with pytest.raises(Problem) as problem:
        find_programs()
    assert "No PostgreSQL 16 or later was found; PostgreSQL 15 in" in str(problem.value)
    assert "DATABASE_URL=" in str(problem.value)


def test_the_chosen_programs_are_taken(tmp_path: Path, monkeypatch):
    chosen = release(tmp_path / "bin", "17.2")
    monkeypatch.setenv("PG_BIN", str(chosen))
    found = find_programs()
    assert (found.directory, found.major) == (chosen, 17)


def test_a_port_that_is_taken_at_the_last_moment_is_left_to_whoever_has_it(server: Server, tmp_path: Path):
    offered = [server.postgres.port, server.postgres.port, ports.any_free()]
    remaining = iter(offered)
    broker = Broker(tmp_path / "broker", lambda: next(remaining), password="word")
    broker.start()
    try:
        assert broker.port == offered[2]
        with redis.Redis.from_url(broker.url) as client:
            assert client.ping()
    finally:
        broker.stop()


def test_a_server_that_finds_no_port_says_so(server: Server, tmp_path: Path):
    broker = Broker(tmp_path / "broker", lambda: server.postgres.port, password="word")
    with pytest.raises(PortTaken, match=f"Port {server.postgres.port} is in use"):
        broker.start()


def test_postgresql_gives_way_too(server: Server, tmp_path: Path):
    offered = iter([server.postgres.port, ports.any_free()])
    second = Postgres(tmp_path / "pg", lambda: next(offered), password="word", settings=FAST)
    second.start()
    try:
        psycopg2.connect(second.url(SUPERUSER, "word", "postgres")).close()
    finally:
        second.stop()
        shutil.rmtree(second.base)  # it may not be in tmp_path
