"""Opening a store by its address."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike

    from sqlalchemy.engine import Engine

    from neighborbook.storage.abc import StatementLog, Store


def open_store(
    where: str | PathLike[str] | None = None,
    *,
    upgrade: bool = False,
    schema: str | None = None,
    engine: Engine | None = None,
    deadline: float = 5.0,
    statement_log: StatementLog | None = None,
) -> Store:
    from neighborbook.storage.sqlite_opening import open_file, open_memory

    if where is None:
        return open_memory(deadline=deadline, log=statement_log)
    from pathlib import Path
    return open_file(Path(str(where).removeprefix("sqlite:///")), deadline=deadline, log=statement_log, upgrade=upgrade)
