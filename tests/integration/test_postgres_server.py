"""The PostgreSQL server of the tests is what they take it for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests.postgres import PostgresServer, server_user

pytestmark = pytest.mark.postgres


def test_a_database_is_fresh_and_refuses_overlaps(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        connection.execute(
            "CREATE TABLE use (leaf text, during int8range,"
            " EXCLUDE USING gist (leaf WITH =, during WITH &&))"
        )
        connection.execute(
            "INSERT INTO use VALUES ('A', '[0,10)'), ('A', '[10,20)'), ('B', '[0,10)')"
        )
        with pytest.raises(psycopg.errors.ExclusionViolation):
            connection.execute("INSERT INTO use VALUES ('A', '[9,11)')")


def test_two_databases_do_not_see_each_other(postgres: PostgresServer, postgres_url: str) -> None:
    other = postgres.create_database()
    with psycopg.connect(postgres_url) as here, psycopg.connect(other) as there:
        here.execute("CREATE TABLE mine (id int)")
        here.commit()
        assert there.execute("SELECT to_regclass('mine')").fetchone() == (None,)
    postgres.drop_database(other)


def test_a_killed_connection_is_gone_and_the_others_stay(
    postgres: PostgresServer, postgres_url: str
) -> None:
    with psycopg.connect(postgres_url) as stays, psycopg.connect(postgres_url) as cut:
        assert postgres.kill_backend(cut.info.backend_pid)
        with pytest.raises(psycopg.OperationalError):
            cut.execute("SELECT 1")
        assert stays.execute("SELECT 1").fetchone() == (1,)
        assert not postgres.kill_backend(cut.info.backend_pid)


OWNER = """
import sys
from tests.postgres import PostgresServer
server = PostgresServer()
server.start()
print(server.url(), flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
@pytest.mark.usefixtures("postgres")  # skips where there is no server to be had
def test_the_server_ends_with_its_owner_even_if_that_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", OWNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        url = owner.stdout.readline().strip()
        with psycopg.connect(url) as connection:
            found = connection.execute("SHOW data_directory").fetchone()
        assert found is not None
        data = Path(str(found[0]))
        assert data.stat().st_uid == (server_user()[0] or os.getuid())
        owner.send_signal(signal.SIGKILL)
    last = time.monotonic() + 15
    while data.parent.exists() and time.monotonic() < last:
        time.sleep(0.05)
    assert not data.parent.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
