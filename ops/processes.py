"""Child processes that never outlive us, and that stop when asked."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

NOBODY = 65534
INSIDE = 1000  # the user that root appears to be within its own user namespace


@dataclass(frozen=True)
class Identity:
    """As whom a child runs. `wrapper` goes before its command line; files that it must read belong to `uid`."""

    wrapper: tuple[str, ...] = ()
    uid: int = field(default_factory=os.geteuid)

    @property
    def is_somebody_else(self) -> bool:
        """Whether the child can read only what everybody can."""
        return self.uid != os.geteuid()

    def can(self, *command: str) -> bool:
        """Whether a short command succeeds as this identity."""
        # Through a shell: setpriv still has root's capabilities when it starts a program, and the program has not.
        as_themselves = ["sh", "-c", 'exec "$@"', "sh", *command]
        return subprocess.run([*self.wrapper, *as_themselves], cwd="/", capture_output=True).returncode == 0


@cache
def unprivileged() -> Identity:
    """An identity that is not root, for servers that refuse to run as root.

    Best is a user namespace: outside, the files stay root's; no account is made and no directory opened. Where that is
    forbidden (in most containers) it is the account `nobody`.
    """
    if os.geteuid() != 0:
        return Identity()
    namespace = ("unshare", "--user", f"--map-user={INSIDE}", f"--map-group={INSIDE}")
    allowed = not os.environ.get("LINNET_NO_USER_NAMESPACE") and shutil.which("unshare")
    if allowed and Identity(namespace).can("true"):
        return Identity(namespace)
    return Identity(("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"), NOBODY)


def mortal(death: signal.Signals) -> list[str]:
    """What to put before a command line so that the child gets this signal when we are gone, even by kill -9."""
    return ["setpriv", "--pdeathsig", death.name.removeprefix("SIG")] if shutil.which("setpriv") else []


def has_ended_uncollected(pid: int) -> bool:
    """Whether a process has ended and only its entry is left, because its parent has not asked after it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return False


class Child:
    """A long-running child in a session of its own: Ctrl-C at the keyboard reaches us, and we stop it in order."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | str = "/",
        identity: Identity | None = None,
        stop_with: signal.Signals = signal.SIGTERM,
        patience: float = 10,
    ):
        self.name, self.log, self.stop_with, self.patience = name, log, stop_with, patience
        wrapper = identity.wrapper if identity else ()
        with log.open("ab") as output:
            self.words_before = output.tell()
            self.process = subprocess.Popen(
                [*wrapper, *mortal(stop_with), *command],
                cwd=cwd,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return self.process.poll() is None

    def last_words(self, lines: int = 15) -> str:
        """The end of what it wrote: this child, not the one before it in the same log."""
        text = self.log.read_bytes()[self.words_before :].decode(errors="replace")
        return "\n".join(text.splitlines()[-lines:])

    def ask_to_stop(self) -> None:
        """Send the polite signal, and do not wait."""
        if self.is_running:
            self.process.send_signal(self.stop_with)

    def stop(self) -> None:
        """Ask it to stop; after `patience` seconds end it and whatever it started."""
        self.ask_to_stop()
        try:
            self.process.wait(self.patience)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def secret_file(text: str, identity: Identity) -> Path:
    """A file with a secret in it that only `identity` can read. The caller removes it."""
    descriptor, name = tempfile.mkstemp(prefix="linnet-", dir="/tmp")
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    if identity.is_somebody_else:
        os.chown(name, identity.uid, identity.uid)
    return Path(name)
