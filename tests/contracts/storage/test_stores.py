"""Every store against the one contract."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from neighborbook.storage import open_store
from neighborbook.storage.abc import Store
from tests.contracts.storage.contract import StoreContract
from tests.contracts.storage.forking import Forking
from tests.contracts.storage.values import CENTER


def opened(where: str | Path | None) -> Iterator[Store]:
    store = open_store(where)
    store.create_center(CENTER)
    yield store
    store.close()


class TestSqliteFile(StoreContract, Forking):
    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Store]:
        yield from opened(tmp_path / "book.db")


class TestSqliteInMemory(StoreContract):
    @pytest.fixture
    def store(self) -> Iterator[Store]:
        yield from opened(None)


@pytest.mark.postgres
class TestPostgreSQL(StoreContract, Forking):
    @pytest.fixture
    def store(self, postgres_url: str) -> Iterator[Store]:
        yield from opened(postgres_url)
