"""Install what Linnet needs on this machine: `python3 -m ops.install demo|manage|test|check|lock`.

Runs on the machine's own Python, before there is an environment: standard library only.
Nothing is installed twice: what was installed is remembered by the hash of its list.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from ops.places import BIN, PYTHON, ROOT, RUN, STATIC_VENDOR, VENV, make_private, program
from ops.problems import Problem
from ops.progress import run, say, step

MEMORY = VENV / "installed.json"  # what was installed, by the hash of its list


@dataclass(frozen=True)
class Purpose:
    """What one command needs."""

    groups: tuple[str, ...]  # lists in requirements/
    system: tuple[str, ...] = ()  # parts of ops/system.sh
    system_is_vital: bool = True
    assets: bool = False  # other people's CSS and JavaScript


PURPOSES = {
    "demo": Purpose(("base", "embedded"), system=("pdf",), system_is_vital=False, assets=True),
    "manage": Purpose(("base", "embedded")),
    "test": Purpose(("base", "embedded", "test"), system=("pdf", "browser"), assets=True),
    "check": Purpose(("base", "embedded", "test", "check")),
    "lock": Purpose(("install",)),
}


def install(name: str) -> None:
    """Install everything that one purpose needs. Raises Problem."""
    purpose = PURPOSES[name]
    with (make_private(RUN) / "install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two commands at once, in one checkout, wait for each other
        make_environment()
        install_packages(purpose.groups)
        install_system_parts(purpose)
        if purpose.assets:
            install_assets()


# -- Python ----------------------------------------------------------------------------------------------------------


def make_environment() -> None:
    """Make .venv; make it anew when it was left half made, or when the Python that it was made with has gone."""
    if MEMORY.exists() and Path(PYTHON).exists() and subprocess.run([PYTHON, "-c", "import pip"]).returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    run("Making the Python environment", [sys.executable, "-m", "venv", str(VENV)])
    MEMORY.write_text("{}")


def install_packages(groups: tuple[str, ...]) -> None:
    """Install the locked lists, every file checked against its hash, by uv or else by pip. Nothing is compiled."""
    installed = json.loads(MEMORY.read_text())
    wanted = {group: fingerprint(ROOT / "requirements" / f"{group}.txt") for group in groups}
    todo = [group for group in groups if installed.get(group) != wanted[group]]
    if not todo:
        return
    is_new = any(group not in installed for group in todo)
    expected = "first time, about 20 s" if is_new else "the lists have changed"
    title = f"Installing Python packages: {', '.join(todo)} ({expected})"
    checked = ["--quiet", "--only-binary", ":all:", "--require-hashes"]
    lists = [word for group in todo for word in ("-r", f"requirements/{group}.txt")]
    pip = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", *checked]
    try:
        run("Installing the installer", [*pip, "-r", "requirements/install.txt"])
        run(title, [program("uv"), "pip", "install", "--python", PYTHON, *checked, *lists], env=uv_settings())
    except Problem as problem:
        say(f"{problem}\nTrying again with pip, which takes longer.")
        run(title, [*pip, *lists], remedy="Is there a network, and can pip reach its package index?")
    MEMORY.write_text(json.dumps(installed | wanted))


def uv_settings() -> dict[str, str]:
    """pip's configuration, in uv's words: uv does not read it. What the person has set for uv itself stays."""
    listed = subprocess.run([PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True).stdout
    pip = {}
    for line in sorted(listed.splitlines(), key=lambda line: line.startswith(":env:")):  # the environment wins
        name, _, value = line.partition("=")
        pip[name.rpartition(".")[2]] = value.strip("'")
    words = {
        "UV_DEFAULT_INDEX": pip.get("index-url"),
        "UV_INDEX": pip.get("extra-index-url"),
        "UV_FIND_LINKS": pip.get("find-links", "").replace(" ", ","),
        "UV_INSECURE_HOST": pip.get("trusted-host"),
        "UV_HTTP_TIMEOUT": pip.get("timeout") or pip.get("default-timeout"),
        "SSL_CERT_FILE": pip.get("cert"),
        "UV_SYSTEM_CERTS": "true",
        "UV_INDEX_STRATEGY": "unsafe-best-match",  # as pip does; every file's hash is checked all the same
        "UV_NO_PROGRESS": "1",
        "UV_LINK_MODE": "copy",  # a shared cache must not be changed through a hard link
    }
    return {name: value for name, value in words.items() if value} | dict(os.environ)


# -- the system and the front end ------------------------------------------------------------------------------------


def install_system_parts(purpose: Purpose) -> None:
    """Libraries, font and browser, by apt where possible. Raises Problem when a vital one stays missing."""
    if not purpose.system:
        return
    environment = {**os.environ, "PYTHON": sys.executable}
    script = ["sh", "ops/system.sh"]
    if subprocess.run([*script, "--look", *purpose.system], cwd=ROOT, env=environment).returncode == 0:
        return
    with step("Installing system libraries (first time, up to a minute)"):
        done = subprocess.run([*script, *purpose.system], cwd=ROOT, env=environment)
    if done.returncode == 0:
        return
    if purpose.system_is_vital:
        raise Problem("Something that the system must provide is missing: see above.")
    say("Going on without it: no PDF can be made until it is installed.")


def install_assets() -> None:
    """Other people's CSS and JavaScript: fetched by npm, stripped of what we may not use, put in static_vendor/."""
    wanted = fingerprint(ROOT / "package-lock.json", ROOT / ".npmrc", ROOT / "ops" / "vendor_frontend.py")
    stamp = STATIC_VENDOR / ".prepared-from"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    if not shutil.which("npm") and not (BIN / "npm").exists():
        install_packages(("node",))
    path = f"{os.environ['PATH']}{os.pathsep}{BIN}"
    run(
        "Fetching the design system's CSS and JavaScript with npm",
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        env={**os.environ, "PATH": path},
        remedy="Is there a network, and can npm reach its registry?",
    )
    run("Preparing them", [PYTHON, "-m", "ops.vendor_frontend"])
    stamp.write_text(wanted)


def fingerprint(*files: Path) -> str:
    """A hash of files' contents, and of where the environment stands."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    try:
        install(sys.argv[1])
    except Problem as problem:
        sys.exit(f"\n{problem}")
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
