"""Backups: a whole database of one moment in one file, audited before it counts as one."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import attrs

from neighborbook.desk.faults import Faults
from neighborbook.desk.keeping.auditing import audited
from neighborbook.desk.keeping.copying import copied
from neighborbook.desk.keeping.forgetting import forget_again
from neighborbook.desk.people.erasing import Erasing
from neighborbook.desk.people.ledger import ledger_of
from neighborbook.domain.audit import Audit, Damage
from neighborbook.domain.offering import DAY
from neighborbook.errors import Corrupt, Fault, InvalidRequest, ReadOnly, StorageError
from neighborbook.storage import backup_files as files
from neighborbook.storage import open_store
from neighborbook.storage.abc import Store
from neighborbook.storage.opening import is_on_server
from neighborbook.storage.sqlite import SqliteStore

KEEP = 30


@attrs.frozen(kw_only=True)
class Backup:
    """A backup that was made.

    Attributes:
        path: the file; ``sha256`` is also in ``PATH.sha256``.
        audits: of each center in it.
        removed: older backups that were removed, since this one is sound.
    """

    path: str
    size: int
    sha256: str
    audits: tuple[Audit, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing in it is damaged."""
        return not any(map(damaged, self.audits))


@attrs.frozen(kw_only=True)
class Restored:
    """A database that was restored.

    Attributes:
        audits: of each center, after everything that was done to it.
        erased: who was erased since the backup was made, and is again.
        aside: where the database that was there before lies now, if there was one in a file.
    """

    backup: str
    database: str
    audits: tuple[Audit, ...] = ()
    erased: tuple[Erasing, ...] = ()
    aside: str | None = None


def damaged(audit: Audit) -> bool:
    """Whether an audit found damage; changes that wait for their number are none."""
    return any(found.code is not Damage.LOG_UNSEALED for found in audit.findings)


def back_up(database: str, folder: Path, *, now: int, keep: int = KEEP) -> Backup:
    """Copy a database of this moment into a folder, audit the copy, and remove older ones.

    Others may write meanwhile. SQLite is copied page by page, PostgreSQL row by row into a SQLite
    file, so that either can be restored into either.

    Args:
        folder: made if it is missing.
        now: UTC seconds; the name says it.
        keep: how many backups of this database stay; none is removed unless this one is sound.

    Raises:
        Corrupt: the copy is torn; it was removed, and the older ones stay.
        StorageError: nothing was kept.
    """
    faults = Faults()
    faults.count("keep", keep, 1_000_000)
    faults.stop()
    part, backup = _place(database, folder, now)
    try:
        _copy(database, part)
        audits = _audits(part, now, backup.name)
        _refuse_torn_copy(audits, backup.name)
        size, digest = part.stat().st_size, files.publish(part, backup)
    finally:
        part.unlink(missing_ok=True)
    made = Backup(path=str(backup), size=size, sha256=digest, audits=audits)
    if not made.sound:
        return made
    old = files.backups_in(folder, _stem(database))[:-keep]
    for each in old:
        files.remove(each)
    return attrs.evolve(made, removed=tuple(map(str, old)))


def _place(database: str, folder: Path, now: int) -> tuple[Path, Path]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        files.sweep(folder, _stem(database), now - DAY)
        backup = files.named(folder, _stem(database), _moment(now))
        part = folder / f".{backup.name}.part"
        part.unlink(missing_ok=True)
    except OSError as error:
        raise ReadOnly(f"{folder.name} cannot be written ({error.strerror})") from error
    return part, backup


def _moment(now: int) -> str:
    return f"{datetime.fromtimestamp(now, UTC):%Y%m%dT%H%M%SZ}"


def _stem(database: str) -> str:
    """Return by what name a database goes: of its file, or on its server."""
    _, _, address = database.rpartition("://")
    name = Path(address.partition("?")[0]).stem
    return re.sub(r"[^\w.-]", "_", name) or "neighborbook"


def _copy(database: str, part: Path) -> None:
    # One without its guards is copied too: a backup of what is there is better than none.
    with closing(open_store(database, guarded=False)) as store:
        if isinstance(store, SqliteStore):
            store.copy_into(part)
            return
        with closing(open_store(part)) as into:
            copied(store, into)
    files.remove_locks(part)
    files.bring_up_to_date(part)


def _audits(path: Path, now: int, called: str) -> tuple[Audit, ...]:
    audits = []
    for center in files.centers_in(path, called=called):
        with files.inspecting_file(path, center, called=called) as inspection:
            audits.append(audited(inspection, center, now))
    return tuple(audits)


def _refuse_torn_copy(audits: tuple[Audit, ...], name: str) -> None:
    if any(found.code is Damage.FILE_DAMAGED for audit in audits for found in audit.findings):
        raise Corrupt(
            f"the copy {name} is torn: its pages are damaged",
            remedy="See to the database by check; no backup was removed.",
        )


def restore(
    backup: Path, database: str, *, now: int, replace: bool = False, ledger: Path | None = None
) -> Restored:
    """Make a backup the database again, audited before and after; the backup stays as it is.

    A backup of an older neighborbook is brought up to date on the way, and who was erased since is
    erased again before anybody can open it. A file that was there is kept beside; a PostgreSQL
    schema is replaced in one transaction.

    Args:
        database: where to; a file or a PostgreSQL database, whichever kind it was made of.
        replace: even if there is something already.
        ledger: where erasures are noted, if not beside the database.

    Raises:
        Corrupt: the backup is torn, or an audit finds damage in it: nothing was restored.
        InvalidRequest: something is there already, and ``replace`` was not given; or the ledger
            cannot be read.
    """
    files.refuse_torn(backup)
    remote = is_on_server(database)
    target = backup if remote else Path(database.removeprefix("sqlite:///"))
    if not remote and target.exists() and not replace:
        raise _there(target.name)
    files.refuse_bad_place(target)
    part = files.copied_beside(backup, target)
    try:
        # Whatever is wrong with the copy is wrong with the backup, which people know by its name.
        files.bring_up_to_date(part, called=backup.name)
        _refuse_damaged(_audits(part, now, backup.name), backup.name)
        beside = None if remote else ledger_of(target)
        erased = forget_again(part, beside, now=now, ledger=ledger)
        audits = _audits(part, now, backup.name)
        _refuse_damaged(audits, backup.name)
        aside = None
        if remote:
            _into_server(part, database, replace=replace)
        else:
            aside = _into_file(part, target, _moment(now))
    finally:
        part.unlink(missing_ok=True)
    where = None if aside is None else str(aside)
    return Restored(
        backup=str(backup), database=_shown(database), audits=audits, erased=erased, aside=where
    )


def _there(name: str) -> InvalidRequest:
    expected = "a place where nothing is yet, or --replace"
    return InvalidRequest(
        [Fault(path="database", code="INPUT_INVALID", given=name, expected=expected)]
    )


def _shown(database: str) -> str:
    """Return an address without the password that it may hold."""
    scheme, found, rest = database.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}" if found else database


def _refuse_damaged(audits: tuple[Audit, ...], name: str) -> None:
    codes = sorted({found.code.value for audit in filter(damaged, audits) for found in
                    audit.findings})  # fmt: skip
    if codes:
        raise Corrupt(
            f"the backup {name} is damaged ({', '.join(codes)})",
            remedy="Take an older one; nothing was restored.",
        )


def _into_file(part: Path, target: Path, moment: str) -> Path | None:
    if not target.exists():
        files.put_in_place(part, target)
        return None
    store = _opened(target)
    if store is None:
        aside = files.move_aside(target, moment)
        files.put_in_place(part, target)
        return aside
    with closing(store):
        if not isinstance(store, SqliteStore):
            raise StorageError("that is no file")
        aside = files.free_name(target, moment)
        store.copy_into(aside)
        store.replace_by(part)
    return aside


def _opened(target: Path) -> Store | None:
    """Open what is to be replaced, or nothing if it is so damaged that it does not open."""
    if not files.is_readable(target):
        return None
    try:
        return open_store(target, guarded=False)
    except Corrupt:
        return None


def _into_server(part: Path, database: str, *, replace: bool) -> None:
    with closing(open_store(part)) as source, closing(open_store(database, guarded=False)) as into:
        if into.centers() and not replace:
            raise _there(_shown(database))
        copied(source, into, replacing=replace)
    files.remove_locks(part)
