"""docker-compose.yml and the Dockerfile, read: privilege, order, secrets. What can be run without Docker is run."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import redis
import yaml
from redis.backoff import ConstantBackoff
from redis.retry import Retry

from ops import ports
from ops.broker import find_program
from ops.compose import make_secrets
from ops.credentials import Credentials
from ops.launcher import celery_commands
from ops.places import ROOT, STATIC_VENDOR
from ops.processes import Child
from tests.ops.conftest import Server

STACK = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = STACK["services"]
OURS = ["migrate", "web", "worker", "figures", "beat"]
ONE_SHOT = ["roles", "migrate"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def each(names):
    return pytest.mark.parametrize("name", names)


def words(command: list[str] | str) -> str:
    return command if isinstance(command, str) else " ".join(command)


def test_the_servers_are_the_releases_that_we_test_with():
    assert SERVICES["db"]["image"] == SERVICES["roles"]["image"] == "postgres:18"
    assert SERVICES["broker"]["image"] == "redis:8"
    assert set(SERVICES) == {*OURS, "db", "roles", "broker"}


@each(SERVICES)
def test_no_process_can_gain_rights_or_fill_the_disk_with_its_log(name: str):
    service = SERVICES[name]
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["logging"]["options"]["max-size"]
    assert not service.get("privileged")
    assert "docker.sock" not in str(service)


@each(OURS)
def test_our_processes_run_as_nobody_in_particular_and_write_nothing(name: str):
    service = SERVICES[name]
    assert int(service["user"].partition(":")[0]) >= 1000
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "volumes" not in service


@each(SERVICES)
def test_what_runs_for_ever_comes_back_and_is_watched(name: str):
    service = SERVICES[name]
    if name in ONE_SHOT:
        assert service["restart"] == "no"
    else:
        assert service["restart"] == "unless-stopped"
        assert service["healthcheck"]["test"]
        assert service["healthcheck"]["retries"] >= 3


def test_each_secret_is_known_only_where_it_is_needed():
    holders = {
        secret: {name for name, service in SERVICES.items() if secret in service.get("secrets", [])}
        for secret in STACK["secrets"]
    }
    assert holders == {
        "superuser_password": {"db", "roles"},
        "owner_password": {"roles"},
        "app_password": {"roles"},
        "batch_password": {"roles"},
        "backup_password": {"roles"},
        "broker_password": {"broker"},
        "broker_conf": {"broker"},
        "broker_url": set(OURS),
        "database_url_owner": {"migrate"},
        "database_url_app": {"web", "worker", "beat"},
        "database_url_batch": {"figures"},
        "secret_key": set(OURS),
        "mfa_encryption_key": set(OURS),
    }


@each(SERVICES)
def test_no_secret_stands_in_the_environment(name: str):
    environment, given = SERVICES[name].get("environment", {}), SERVICES[name].get("secrets", [])
    secret = re.compile(r"PASSWORD|SECRET|KEY|DATABASE_URL|REDIS_URL")
    for variable, value in environment.items():
        if secret.search(variable):
            assert variable.endswith("_FILE")
            assert Path(value).parent == Path("/run/secrets")
            assert Path(value).name in given


def test_every_secret_has_a_file_that_is_made_and_kept_out_of_git(tmp_path: Path):
    made = make_secrets.fill(tmp_path / "secrets")
    files = {secret["file"] for secret in STACK["secrets"].values()}
    assert files == {f"secrets/{name}" for name in made}
    assert "/secrets/" in (ROOT / ".gitignore").read_text().splitlines()
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    with pytest.raises(FileExistsError, match="Nothing was changed"):
        make_secrets.fill(tmp_path / "secrets")


@each(["web", "worker", "figures", "beat"])
def test_nothing_serves_before_the_tables_are_there(name: str):
    needs = SERVICES[name]["depends_on"]
    assert needs["migrate"]["condition"] == "service_completed_successfully"
    assert needs["broker"]["condition"] == needs["db"]["condition"] == "service_healthy"
    assert SERVICES["migrate"]["depends_on"]["roles"]["condition"] == "service_completed_successfully"
    assert SERVICES["roles"]["depends_on"]["db"]["condition"] == "service_healthy"


def test_only_the_web_server_is_reached_from_outside_and_only_by_this_machines_proxy():
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"web"}
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["web"]["ports"])
    assert STACK["networks"]["data"]["internal"] is True
    assert SERVICES["db"]["networks"] == SERVICES["broker"]["networks"] == ["data"]


@each(["db", "broker"])
def test_data_is_kept_in_a_volume(name: str):
    [mount] = SERVICES[name]["volumes"]
    assert mount.partition(":")[0] in STACK["volumes"]


def test_the_database_keeps_names_out_of_its_log():
    command = words(SERVICES["db"]["command"])
    assert "log_min_error_statement=panic" in command
    assert "log_error_verbosity=terse" in command


def test_the_workers_serve_the_queues_that_the_demo_serves():
    def queue_and_role(command: str) -> tuple[str, str]:
        return re.search(r"-Q (\w+)", command)[1], re.search(r"-n (\w+)@", command)[1]

    demo = {queue_and_role(words(command)) for command in celery_commands().values() if "-Q" in command}
    stack = {queue_and_role(words(SERVICES[name]["command"])) for name in ("worker", "figures")}
    assert stack == demo


# -- what can be run -------------------------------------------------------------------------------------------------


def test_the_broker_takes_its_configuration_and_asks_for_the_password(tmp_path: Path):
    files, port = make_secrets.contents(Credentials.generate()), ports.any_free()
    configuration = tmp_path / "broker_conf"
    configuration.write_text(files["broker_conf"].replace("/data", str(tmp_path)))  # the volume
    here = ["--port", str(port), "--bind", ports.LOOPBACK]
    child = Child("broker", [find_program(), str(configuration), *here], log=tmp_path / "log")
    patient = Retry(ConstantBackoff(0.05), 100)
    try:
        with redis.Redis(ports.LOOPBACK, port, password=files["broker_password"], retry=patient) as client:
            assert client.ping()
            assert client.config_get("appendonly", "maxmemory-policy") == {
                "appendonly": "yes",
                "maxmemory-policy": "noeviction",
            }
        with redis.Redis(ports.LOOPBACK, port) as stranger, pytest.raises(redis.AuthenticationError):
            stranger.ping()
    finally:
        child.stop()


def test_the_step_that_makes_the_roles_works_on_a_real_server(server: Server, tmp_path: Path):
    renewed = Credentials.generate()
    for role in ("owner", "app", "batch", "backup"):
        (tmp_path / f"{role}_password").write_text(renewed.password_of(role))
    (tmp_path / "superuser_password").write_text(server.credentials.superuser_password)
    path = f"{server.postgres.programs.directory}:{os.environ['PATH']}"
    where = {"PGHOST": ports.LOOPBACK, "PGPORT": str(server.postgres.port), "SECRETS": str(tmp_path), "PATH": path}
    done = subprocess.run(["sh", "ops/compose/roles.sh"], cwd=ROOT, env=where, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert server.credentials.app_password not in done.stdout + done.stderr
    server.credentials = replace(renewed, superuser_password=server.credentials.superuser_password)
    with server.cursor("app") as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("linnet_app",)


def in_the_image() -> list[str]:
    """What .dockerignore lets through."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert "*" in lines  # everything else stays out: secrets/, .env, .git
    return [line.removeprefix("!") for line in lines if line.startswith("!")]


def test_the_image_has_all_that_the_program_needs(tmp_path: Path):
    for name in in_the_image():
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)
    shutil.copytree(STATIC_VENDOR, tmp_path / "static_vendor")
    environment = {
        "PATH": os.environ["PATH"],
        "LINNET_ENV": "production",
        "STATIC_ROOT": str(tmp_path / "collected"),
        "ALLOWED_HOSTS": "localhost",
        "REDIS_URL": "redis://localhost",
        "DATABASE_URL": "postgresql://localhost/linnet",
        "SECRET_KEY": Credentials.generate().secret_key,
        "MFA_ENCRYPTION_KEY": Credentials.generate().mfa_encryption_key,
    }
    for program in (["manage.py", "collectstatic", "--noinput", "-v0"], ["-c", "import config.wsgi, config.celery"]):
        done = subprocess.run([sys.executable, *program], cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    assert list((tmp_path / "collected" / "vendor").glob("govuk-frontend.min.*.css"))  # fingerprinted


def test_the_image_runs_as_an_unprivileged_user_and_installs_only_what_is_locked():
    final = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER 10001:10001$", final, re.MULTILINE)
    assert final.index("USER ") < final.index("CMD ")
    assert "--require-hashes" in DOCKERFILE
    assert "npm ci --ignore-scripts" in DOCKERFILE
    images = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert all(re.search(r":\d", image) for image in images)


def test_the_image_has_the_system_libraries_that_the_machine_needs():
    script = (ROOT / "ops" / "system.sh").read_text()
    wanted = re.search(r"pdf\) echo (.+) ;;", script)[1].split()
    assert [package for package in wanted if package not in DOCKERFILE] == []
