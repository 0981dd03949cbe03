"""Fixtures that every kind of test may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.postgres import PostgresServer, PostgresUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server, one for each worker, started by the first test that asks for it."""
    server = PostgresServer()
    try:
        server.start()
    except PostgresUnavailable as reason:
        pytest.skip(f"no PostgreSQL: {reason}")
    yield server
    server.stop()


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """An empty PostgreSQL database with btree_gist."""
    url = postgres.create_database()
    yield url
    postgres.drop_database(url)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind: what holds for a book holds on both."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'book.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url
