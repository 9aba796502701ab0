"""What must never be in the repository: addresses of registries, paths of one machine, secrets."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

# Written so that no pattern matches itself.
HOSTS = r"""
    pypi[.]org | pythonhosted[.]org | npmjs[.](?:org|com) | yarnpkg[.]com | deb[.]debian[.]org | debian[.]org/debian
    | archive[.]ubuntu[.]com | crates[.]io | proxy[.]golang[.]org | cdn[.]playwright[.]dev | unpkg[.]com
    | jsdelivr[.]net | googleapis[.]com
"""
MACHINE_PATHS = r"""
    (?<![\w.$}])(?: /work/[\w.] | /root/[\w.] | /home/[a-z] | /Users/[a-z] | /tmp/[a-z]+/[a-z] | /opt/(?:pypi|wheels) )
"""
SECRETS = {
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "a password in an address": (
        r"(?i)\b(?:postgres(?:ql)?|rediss?|amqps?|https?|smtps?)://[^\s/:@'\"]*:(?P<value>[^\s/@'\"]+)@"
    ),
    "a key of a cloud or a forge": (
        r"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_\w{36}|glpat-[\w-]{20}|xox[abp]-[\w-]{10,}|sk_live_\w{16,})"
    ),
    "a token": r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}",
    "a secret given a value": (
        r"(?ix)\b\w*(?:secret|passw(?:or)?d|api_?key|token|encryption_key)\w*['\"]?\s*(?::\s*str\s*)?[=:]\s*"
        r"b?['\"](?P<value>[^'\"\s]{12,})['\"]"
    ),
}
# Values that stand for a secret and are none: a variable, its name, plain words, a dotted name.
PLACEHOLDER = re.compile(r"^[$<{%…*]|[{…]|^[A-Z_]+$|^[a-z]+(?:[-_./ ][a-z]+)*$|^[A-Za-z_]+(?:[./][A-Za-z_]+)+$")
MARK = "not-a-secret"  # in a comment on the line, with the reason

Line = tuple[Path, int, str]


def strangers(lines: Iterable[Line]) -> Iterator[str]:
    """Every place that names a package registry or a path of one machine."""
    pattern = re.compile(f"{HOSTS}|{MACHINE_PATHS}", re.VERBOSE)
    for file, number, line in lines:
        if found := pattern.search(line):
            yield f"{file}:{number}: {found.group().strip()!r} belongs to one machine or one network"


def secrets(lines: Iterable[Line]) -> Iterator[str]:
    """Every place that looks like a secret. The secret itself is not repeated."""
    patterns = {meaning: re.compile(pattern) for meaning, pattern in SECRETS.items()}
    for file, number, line in lines:
        if MARK in line:
            continue
        for meaning, pattern in patterns.items():
            if any(not is_placeholder(found) for found in pattern.finditer(line)):
                yield f"{file}:{number}: looks like {meaning}"


def is_placeholder(found: re.Match[str]) -> bool:
    """Whether what was found only stands for a secret: a name, a word, a variable."""
    value = found.groupdict().get("value")
    return value is not None and PLACEHOLDER.search(value) is not None
