"""The schema's revisions, applied by Alembic without a configuration file of its own.

Revisions are numbered ``0001``, ``0002``, …, appended, and never changed once released. After each
one the guards are made again and tried: Alembic's batch mode rebuilds a table of SQLite without its
triggers and says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from neighborbook.storage.guards import make_guards, try_guards
from neighborbook.storage.tables import REVISIONS

if TYPE_CHECKING:
    from alembic.runtime.migration import MigrationStep
    from alembic.script import ScriptDirectory
    from sqlalchemy.engine import Connection

HERE = Path(__file__).parent


def revisions(folder: Path = HERE) -> tuple[str, ...]:
    """Return the revisions that this neighborbook knows, the oldest first.

    >>> revisions()[0]
    '0001'
    """
    names = sorted(path.name for path in (folder / "versions").glob("[0-9]*.py"))
    return tuple(name.partition("_")[0] for name in names)


def migrate(connection: Connection, folder: Path = HERE) -> None:
    """Bring an open transaction's schema to the newest revision; the caller commits.

    Raises:
        InvariantBroken: a guard did not refuse an overlap afterwards.
    """
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(folder))
    with EnvironmentContext(Config(), script, fn=_to_head(script)) as environment:
        environment.configure(
            connection=connection,
            version_table=REVISIONS,
            transactional_ddl=True,
            on_version_apply=_guarded(connection),
        )
        environment.run_migrations()


def _to_head(script: ScriptDirectory) -> Callable[..., Iterable[MigrationStep]]:
    def steps(revision: str, _: object) -> Iterable[MigrationStep]:
        return script._upgrade_revs("head", revision)  # noqa: SLF001  as Alembic's own command does

    return steps


def _guarded(connection: Connection) -> Callable[..., None]:
    def applied(**_: object) -> None:
        make_guards(connection)
        try_guards(connection)

    return applied
