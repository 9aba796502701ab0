"""The scan that keeps registries, machines and secrets out of the repository, and the repository itself."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from ops import hygiene, licences, repository
from ops.places import ROOT

HERE = Path("some/file.py")
# Put together here, so that this file itself is clean.
INDEX, NPM = "py" + "pi.org", "registry.npm" + "js.org"
HEX = "9f86d081" + "884c7d659a2feaa0"


def strangers(line: str) -> list[str]:
    return list(hygiene.strangers([(HERE, 7, line)]))


def secrets(line: str) -> list[str]:
    return list(hygiene.secrets([(HERE, 7, line)]))


@pytest.mark.parametrize(
    "line",
    [
        f"index-url = https://{INDEX}/simple",
        f'"resolved": "https://{NPM}/moment/-/moment.tgz"',
        "https://files.python" + "hosted.org/packages/ab/cd.whl",
        "deb http://deb.deb" + "ian.org/debian bookworm main",
        "cd /wo" + "rk/main && make",
        'open("/ro' + 'ot/.config")',
        "see /ho" + "me/sam/notes.txt",
    ],
)
def test_an_address_of_one_network_or_one_machine_is_found(line: str):
    [complaint] = strangers(line)
    assert complaint.startswith("some/file.py:7:")


@pytest.mark.parametrize(
    "line",
    [
        "pip install linnet",
        "the working directory",
        "static/root/x",
        "${HOME}/.config",
        "/srv/linnet/manage.py",
        "/work/",
    ],
)
def test_an_ordinary_line_belongs_nowhere_else(line: str):
    assert strangers(line) == []


@pytest.mark.parametrize(
    "line",
    [
        "-----BEGIN RSA PRIV" + "ATE KEY-----",
        f"DATABASE_URL=postgresql://linnet_app:{HEX}@db/linnet",
        f'SECRET_KEY = "{HEX}"',
        f"api_key: '{HEX}'",
        f'{{"password": "{HEX}"}}',
        f'MFA_ENCRYPTION_KEY="{HEX}+/="',
        "AKIA" + "IOSFODNN7EXAMPLE",
        "ghp_" + "a1" * 18,
    ],
)
def test_a_secret_is_found_and_not_repeated(line: str):
    [complaint] = secrets(line)
    assert complaint.startswith("some/file.py:7: looks like")
    assert HEX not in complaint


@pytest.mark.parametrize(
    "line",
    [
        'SECRET_KEY = env("SECRET_KEY", "Run `make demo`")',
        "DATABASE_URL=postgresql://linnet_app:<password>@db.example:5432/linnet",
        'f"redis://:{password}@{host}"',
        'password = "correct-horse-battery"',
        'password_field = "agencies.forms.PasswordField"',
        "POSTGRES_PASSWORD_FILE: /run/secrets/superuser_password",
        f'token = "{HEX}"  # not-a-secret: the example of the standard',
    ],
)
def test_what_only_stands_for_a_secret_is_left_alone(line: str):
    assert secrets(line) == []


def test_the_repository_names_no_registry_and_no_machine():
    assert list(hygiene.strangers(repository.lines())) == []


def test_the_repository_holds_no_secret():
    assert list(hygiene.secrets(repository.lines())) == []


def test_what_we_make_on_this_machine_is_not_in_the_repository():
    names = {str(file.relative_to(ROOT)).partition("/")[0] for file in repository.files()}
    assert not names & {".venv", ".run", "node_modules", "static_vendor", "staticfiles", "secrets", ".env"}
    assert {"ops", "requirements", "pyproject.toml"} <= names


@pytest.mark.parametrize("locked", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda path: path.stem)
def test_every_pin_has_its_hashes_and_no_address(locked: Path):
    text = locked.read_text()
    pins = re.findall(r"^\S+==\S+.*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
    assert pins
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []
    assert "://" not in text


def test_the_front_ends_lock_has_hashes_and_no_address():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    fetched = {name: facts for name, facts in packages.items() if name}
    assert fetched
    assert [name for name, facts in fetched.items() if not facts["integrity"].startswith("sha512-")] == []
    assert [name for name, facts in fetched.items() if "resolved" in facts] == []


def test_every_list_is_locked_and_every_dependency_has_a_reason():
    text = (ROOT / "pyproject.toml").read_text()
    declared = tomllib.loads(text)
    groups = {"base": declared["project"]["dependencies"], **declared["dependency-groups"]}
    assert set(groups) == {path.stem for path in (ROOT / "requirements").glob("*.txt")}
    for dependencies in groups.values():
        for dependency in dependencies:
            line = next(line for line in text.splitlines() if f'"{dependency}"' in line)
            above = text[: text.index(line)].splitlines()[-1]
            assert " # " in line or above.startswith("# "), f"{dependency}: why is it here?"


def test_every_locked_version_is_one_that_was_asked_for():
    text = (ROOT / "requirements" / "base.txt").read_text()
    locked = {name.lower().partition("[")[0] for name in re.findall(r"^([\w.\[\]-]+)==", text, re.MULTILINE)}
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    assert {re.match(r"[\w.-]+", name).group().lower() for name in declared} <= locked


def test_we_may_use_everything_that_is_installed():
    assert list(licences.unwelcome()) == []


@pytest.mark.parametrize(
    ("licence", "is_welcome"),
    [
        ("MIT", True),
        ("Apache-2.0 OR BSD-2-Clause", True),
        ("GNU Lesser General Public License v3 (LGPLv3)", True),
        ("BSD License", True),
        ("GPL-3.0-or-later", False),
        ("GNU Affero General Public License v3", False),
        ("Proprietary", False),
        ("MIT, by its wording", True),
        ("none given", False),
    ],
)
def test_a_licence_is_known_or_unwelcome(licence: str, is_welcome: bool):
    assert bool(licences.ALLOWED.search(licence)) is is_welcome


def test_a_licence_without_a_name_is_known_by_its_wording():
    text = "Copyright Somebody\n\n    Permission is hereby granted, free of charge,\n    to any person obtaining a copy"
    assert licences.kind_of(text) == "MIT, by its wording"
    assert licences.kind_of("All rights reserved.\nAsk first.") == "All rights reserved."
