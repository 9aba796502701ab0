"""`make demo`: Linnet on this machine, filled with a practice county, until somebody stops it."""

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from ops import kept, ports
from ops.credentials import write_private
from ops.places import LOGS, PYTHON, ROOT, RUN, make_private, program, shown
from ops.problems import Problem
from ops.processes import Child
from ops.progress import run, say, step
from ops.services import Services

DEMO_FILE = RUN / "demo.json"  # the address, the key and the personas, for scripts
START_TIMEOUT = 60  # seconds from starting the web server to its first answer
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
WILDCARDS = ("0.0.0.0", "::", "")


@dataclass(frozen=True)
class Address:
    """Where the web server listens."""

    host: str
    port: int

    @classmethod
    def chosen(cls) -> "Address":
        """From HOST and PORT. Raises Problem when something else listens there."""
        address = cls(os.environ.get("HOST") or ports.LOOPBACK, ports.number_from("PORT", 8000))
        if not ports.is_free(address.host, address.port):
            raise Problem(
                f"Port {address.port} is in use by another program. Choose another: make demo PORT={address.port + 1}"
            )
        return address

    @property
    def url(self) -> str:
        """Where a browser on this machine finds it."""
        return self._url("localhost" if self.host in (*WILDCARDS, ports.LOOPBACK) else self.host)

    @property
    def probe_url(self) -> str:
        """Where this process asks whether it answers: by number, which needs no name to be known."""
        return self._url(ports.LOOPBACK if self.host in WILDCARDS else self.host) + "healthz"

    def _url(self, host: str) -> str:
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/"

    @property
    def is_private(self) -> bool:
        """Whether only this machine reaches it."""
        return self.host in ("localhost", "::1") or self.host.startswith("127.")

    @property
    def bind(self) -> str:
        """As gunicorn wants it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def allowed_hosts(self) -> str:
        """The names under which Django may be asked for."""
        names = ["localhost", "127.0.0.1", "[::1]"]
        names += [socket.gethostname()] if self.host in WILDCARDS else [self.host]
        return os.environ.get("ALLOWED_HOSTS") or ",".join(dict.fromkeys(names))


def demo() -> int:
    """Prepare, start, wait, stop. Returns 0 when asked to stop, 1 when a part of it ended by itself."""
    started = time.monotonic()
    for number in STOP_SIGNALS:
        signal.signal(number, stop_once)
    try:
        address = Address.chosen()
        with kept.services("demo") as services:
            prepare(services)
            with running(services, address) as children:
                demo_file = describe(services, address)
                announce(demo_file, address, seconds=time.monotonic() - started)
                kept.tell(url=address.url, is_ready=True)
                return wait_for_the_end(children)
    except KeyboardInterrupt:
        say("Stopped. The data is kept: `make demo` goes on with it.")
        return 0


def stop_once(*_: object) -> None:
    """Begin to stop, and let nothing disturb that: an impatient second Ctrl-C must not leave half of it undone."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def prepare(services: Services) -> None:
    """Tables, a check that row-level security binds us, data, static files. Each is quick when it was done before."""
    manage = [PYTHON, "manage.py"]
    run("Making the tables", [*manage, "migrate", "-v0"], env=services.environment("owner"))
    check = [*manage, "check", "--deploy", "--database", "default"]
    run("Checking that the serving role is weak", check, env=services.environment("app"))
    with step("Loading the practice county"):
        command, env = [*manage, "seed_demo"], services.environment("owner", LINNET_DEMO="1")
        if subprocess.run(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL).returncode != 0:
            raise Problem("Loading the practice county failed: see above.")
    run("Collecting static files", [*manage, "collectstatic", "--noinput", "-v0"], env=services.environment("app"))


@contextlib.contextmanager
def running(services: Services, address: Address) -> Iterator[list[Child]]:
    """The four processes, answering; they are stopped in reverse order."""
    instance = secrets.token_urlsafe(16)
    common = {"LINNET_DEMO": "1", "LINNET_INSTANCE": instance, "ALLOWED_HOSTS": address.allowed_hosts}
    as_app, as_batch = services.environment("app", **common), services.environment("batch", **common)
    commands = {
        "web": [program("gunicorn"), "config.wsgi:application", *gunicorn_options(address)],
        **celery_commands(),
    }
    children: list[Child] = []
    try:
        with step("Starting the web server and the workers"):
            for name, command in commands.items():
                log = make_private(LOGS) / f"{name}.log"
                log.write_bytes(b"")
                env = as_batch if name == "figures" else as_app
                children.append(Child(name, command, log=log, env=env, cwd=ROOT, patience=15))
            await_answer(address, instance, children)
        yield children
    finally:
        DEMO_FILE.unlink(missing_ok=True)
        say("\nStopping…")
        for child in reversed(children):
            child.ask_to_stop()
        for child in reversed(children):
            child.stop()


def celery_commands() -> dict[str, list[str]]:
    """The command line of each process that works behind the web server."""
    celery = [program("celery"), "-A", "config"]
    worker = [*celery, "worker", "--loglevel", "INFO", *pool()]
    return {
        "worker": [*worker, "-Q", "celery", "-n", "worker@%h", "-c", "2"],
        "figures": [*worker, "-Q", "figures", "-n", "figures@%h", "-c", "1"],
        "beat": [*celery, "beat", "--loglevel", "INFO", "-s", str(RUN / "beat-schedule"), "--pidfile="],
    }


def gunicorn_options(address: Address) -> list[str]:
    """Threads share a process's database connections; two processes use two cores."""
    options = ["--bind", address.bind, "--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    memory = ["--worker-tmp-dir", "/dev/shm"] if os.access("/dev/shm", os.W_OK) else []
    return [*options, *memory, "--graceful-timeout", "5", "--no-control-socket"]


def pool() -> list[str]:
    """Celery's processes talk through shared memory; without it, threads do."""
    return [] if os.access("/dev/shm", os.W_OK) else ["--pool", "threads"]


def await_answer(address: Address, instance: str, children: list[Child]) -> None:
    """Return when the web server that we started answers: not another one on the same port. Raises Problem."""
    url = address.probe_url
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline:
        refuse_the_dead(children)
        if instance_at(url) == instance:
            return
        time.sleep(0.1)
    raise Problem(f"{url} did not answer within {START_TIMEOUT} s.\n{children[0].last_words()}\n(Logs: {LOGS})")


def instance_at(url: str) -> str | None:
    """Which instance answers there, if one does and says so."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return json.load(answer).get("instance")
    except (OSError, ValueError):  # URLError and TimeoutError are OSErrors
        return None


def refuse_the_dead(children: list[Child]) -> None:
    """Raise Problem when one of the processes has ended by itself."""
    for child in children:
        if not child.is_running:
            code = child.process.returncode
            raise Problem(f"{child.name} ended by itself, with {code}.\n{child.last_words()}\n(Log: {child.log})")


def describe(services: Services, address: Address) -> dict:
    """Write demo.json, readable by this user alone, and return what is in it."""
    env = services.environment("app", LINNET_DEMO="1")
    command = [PYTHON, "manage.py", "demo_personas", "--json"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    if done.returncode != 0:
        raise Problem(f"manage.py demo_personas failed:\n{done.stderr.strip()}")
    told = json.loads(done.stdout)
    for persona in told["personas"]:
        persona["sign_in_url"] = urljoin(address.url, persona["sign_in_url"])
    demo_file = {"url": address.url, **told}
    write_private(DEMO_FILE, json.dumps(demo_file, indent=2, ensure_ascii=False) + "\n")
    return demo_file


def announce(demo_file: dict, address: Address, *, seconds: float) -> None:
    """Say where it is and who one can be. The last line begins with READY."""
    personas = demo_file["personas"]
    widths = [max((len(persona[fact]) for persona in personas), default=0) for fact in ("role", "agency")]
    say("\nSign in as one of these practice people; there is no password:\n")
    for persona in personas:
        role = persona["role"].replace("_", " ")
        say(f"  {role:{widths[0]}}  {persona['agency']:{widths[1]}}  {persona['sign_in_url']}")
    if not address.is_private:
        say(f"\nBeware: HOST={address.host} lets everybody on the network in, as anybody.")
    say(f"\nAPI key for sending referrals: {demo_file['api_key']}")
    say(f"The same for scripts: {shown(DEMO_FILE)}    Logs: {shown(LOGS)}/ or `make logs`\n")
    say(f"READY {demo_file['url']} after {seconds:.0f} s. Ctrl-C, or `make down`, stops it.")


def wait_for_the_end(children: list[Child]) -> int:
    """Wait until Ctrl-C (KeyboardInterrupt) or until one of the processes ends by itself (1)."""
    while True:
        time.sleep(0.5)
        try:
            refuse_the_dead(children)
        except Problem as problem:
            say(f"\n{problem}")
            return 1
