"""docs/operations/ and the settings agree, and what those pages tell people to run exists."""

import re
from pathlib import Path

import pytest

from ops.places import ROOT

PAGES = sorted((ROOT / "docs" / "operations").glob("*.md"))
SETTINGS = [ROOT / "config" / name for name in ("settings.py", "environment.py", "logging.py")]


def settings_that_are_read() -> set[str]:
    text = "\n".join(path.read_text() for path in SETTINGS)
    return set(re.findall(r"""(?:\benv|\bflag|\boptional|environ\.get)\(\s*["']([A-Z_]+)["']""", text))


def settings_that_are_explained() -> set[str]:
    page = (ROOT / "docs" / "operations" / "environment.md").read_text().partition("## For `make`")[0]
    first_cells = re.findall(r"^\| (`[^|]+) \|", page, re.MULTILINE)
    return {name for cell in first_cells for name in re.findall(r"`([A-Z_]+)`", cell)}


def test_every_setting_is_explained_and_none_that_is_gone():
    assert settings_that_are_explained() == settings_that_are_read()


def test_the_example_sets_only_settings_that_exist():
    names = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert set(names) <= settings_that_are_read()
    assert {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "MFA_ENCRYPTION_KEY", "ALLOWED_HOSTS", "LINNET_ENV"} <= set(
        names
    )


def test_the_variables_of_make_are_those_that_ops_reads():
    page = (ROOT / "docs" / "operations" / "environment.md").read_text().partition("## For `make`")[2]
    explained = set(re.findall(r"`([A-Z_]+)`", page))
    read = "\n".join(path.read_text() for path in (ROOT / "ops").glob("*.py"))
    assert [name for name in sorted(explained) if f'"{name}"' not in read and "_DATABASE_URL" not in name] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_and_every_file_that_a_page_names_exists(page: Path):
    text = page.read_text()
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    ours = re.findall(r"`((?:ops|tests|docs)/[\w./-]+)`", text)
    missing = [link for link in links if not (page.parent / link).exists()]
    missing += [name for name in ours if not (ROOT / name).exists()]
    assert missing == []
