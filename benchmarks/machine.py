"""On what it was measured: a figure without its machine says nothing."""

from __future__ import annotations

import os
import platform
import sqlite3
from pathlib import Path

import attrs
import psycopg

from neighborbook.storage.sqlite_file import journal_mode
from tests.postgres import PostgresServer

DURABLE = ("fsync", "synchronous_commit", "full_page_writes", "wal_sync_method")


@attrs.frozen(kw_only=True)
class Machine:
    """What the figures of a run depend on.

    Attributes:
        load: how many processes wanted a core over the last minute, before the run.
        journal: SQLite's, as ``open`` chose it; always with ``synchronous = FULL``.
        durability: PostgreSQL's settings by name, as the server said them.
    """

    processor: str
    cores: int
    load: float
    system: str
    python: str
    sqlite: str
    journal: str
    postgresql: str
    psycopg: str
    durability: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        kept = ", ".join(f"{name} {value}" for name, value in self.durability)
        return "\n".join(
            (
                f"{self.processor}, {self.cores} cores (load {self.load:.1f}), {self.system}",
                f"Python {self.python}, psycopg {self.psycopg}",
                f"SQLite {self.sqlite}, journal {self.journal}, synchronous FULL",
                f"PostgreSQL {self.postgresql}, {kept}",
            )
        )


def machine(server: PostgresServer) -> Machine:
    """Describe this machine and the server that runs on it."""
    with server.connect("postgres") as connection:
        durability = tuple((name, _shown(connection, name)) for name in DURABLE)
        version = _shown(connection, "server_version")
    return Machine(
        processor=_processor(),
        cores=os.cpu_count() or 1,
        load=os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0,
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        sqlite=sqlite3.sqlite_version,
        journal=journal_mode(),
        postgresql=version,
        psycopg=psycopg.__version__,
        durability=durability,
    )


def _shown(connection: psycopg.Connection, setting: str) -> str:
    found = connection.execute("SELECT current_setting(%s)", [setting]).fetchone()
    return "" if found is None else str(found[0])


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    if known.exists():
        for line in known.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()
