"""`make lock`: renew the locked lists. Exact versions and hashes; no address of any registry."""

import os
import subprocess
import sys

from ops.install import uv_settings
from ops.places import BIN, ROOT, program
from ops.problems import Problem
from ops.progress import run

GROUPS = ("install", "embedded", "node", "test", "check")
OPTIONS = (
    *("--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
)


def lock(upgrade: bool) -> None:
    """Write requirements/*.txt from pyproject.toml, and package-lock.json. The product's own list comes first: all
    others agree with it. Raises Problem when no set of versions fits.
    """
    compile_list = [program("uv"), "pip", "compile", *OPTIONS, *(["--upgrade"] if upgrade else [])]
    base = ["pyproject.toml", "-o", "requirements/base.txt"]
    run("Locking the product's packages", [*compile_list, *base], env=uv_settings())
    for group in GROUPS:
        agreeing = ["-c", "requirements/base.txt", *(["-c", "requirements/test.txt"] if group == "check" else [])]
        one = ["--group", f"pyproject.toml:{group}", *agreeing, "-o", f"requirements/{group}.txt"]
        run(f"Locking the packages for {group}", [*compile_list, *one], env=uv_settings())
    path = f"{os.environ['PATH']}{os.pathsep}{BIN}"
    npm = ["npm", "update" if upgrade else "install", "--package-lock-only", "--ignore-scripts"]
    run("Locking the front end's packages", npm, env={**os.environ, "PATH": path})
    changed = subprocess.run(
        ["git", "diff", "--stat", "--", "requirements", "package-lock.json"], cwd=ROOT, capture_output=True, text=True
    )
    print(changed.stdout or "Nothing has changed.")


if __name__ == "__main__":
    try:
        lock(upgrade="--upgrade" in sys.argv)
    except Problem as problem:
        sys.exit(f"\n{problem}")
