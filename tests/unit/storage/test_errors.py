"""What databases say becomes what a caller can act upon."""

from __future__ import annotations

import sqlite3

import psycopg
import pytest

from neighborbook.errors import (
    Busy,
    Corrupt,
    Full,
    InvariantBroken,
    NotOurs,
    OutcomeUnknown,
    ReadOnly,
    StorageError,
)
from neighborbook.storage import postgresql_errors, sqlite_errors


def sqlite_error(code: int, kind: type[sqlite3.Error] = sqlite3.OperationalError) -> sqlite3.Error:
    error = kind("what SQLite said")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_BUSY, Busy),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, Busy),
        (sqlite3.SQLITE_LOCKED, Busy),
        (sqlite3.SQLITE_FULL, Full),
        (sqlite3.SQLITE_READONLY, ReadOnly),
        (sqlite3.SQLITE_READONLY_DIRECTORY, ReadOnly),
        (sqlite3.SQLITE_CANTOPEN, ReadOnly),
        (sqlite3.SQLITE_CORRUPT, Corrupt),
        (sqlite3.SQLITE_NOTADB, NotOurs),
        (sqlite3.SQLITE_IOERR_WRITE, StorageError),
        (sqlite3.SQLITE_ERROR, StorageError),
    ],
)
def test_sqlite_s_codes_have_names(code: int, kind: type[StorageError]) -> None:
    assert type(sqlite_errors.translated(sqlite_error(code))) is kind


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_IOERR_FSYNC, OutcomeUnknown),
        (sqlite3.SQLITE_IOERR_DELETE, OutcomeUnknown),
        (sqlite3.SQLITE_BUSY, Busy),
        (sqlite3.SQLITE_FULL, Full),
    ],
)
def test_what_a_failed_commit_left_behind_is_unknown_unless_sqlite_knows(
    code: int, kind: type[StorageError]
) -> None:
    assert type(sqlite_errors.translated(sqlite_error(code), committing=True)) is kind


@pytest.mark.parametrize(
    ("said", "guard"),
    [
        ("claim_after_is_clear", "claim_after_is_clear"),
        ("CHECK constraint failed: claim_buffers", "claim_buffers"),
        ("UNIQUE constraint failed: booking.center, booking.id", "booking.center, booking.id"),
    ],
)
def test_a_guard_of_sqlite_is_told_by_its_name(said: str, guard: str) -> None:
    broken = sqlite_errors.translated(sqlite3.IntegrityError(said))
    assert isinstance(broken, InvariantBroken)
    assert broken.guard == guard


def postgresql_error(state: str | None) -> psycopg.Error:
    error = psycopg.errors.lookup(state)("said") if state else psycopg.OperationalError("said")
    assert error.sqlstate == state
    return error


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (None, Busy),
        ("08006", Busy),
        ("40001", Busy),
        ("40P01", Busy),
        ("53300", Busy),
        ("55P03", Busy),
        ("57014", Busy),
        ("57P01", Busy),
        ("25P03", Busy),
        ("53100", Full),
        ("25006", ReadOnly),
        ("42501", ReadOnly),
        ("42P01", NotOurs),
        ("XX001", Corrupt),
        ("XX002", Corrupt),
        ("58030", StorageError),
        ("42601", StorageError),
        ("23P01", InvariantBroken),
        ("23514", InvariantBroken),
    ],
)
def test_postgresql_s_states_have_names(state: str | None, kind: type[Exception]) -> None:
    assert type(postgresql_errors.translated(postgresql_error(state))) is kind


def test_no_error_tells_what_somebody_wrote() -> None:
    secret = "Key (organizer)=(li-wei) already exists"
    for state in ("42601", "XX001", "58030", "42P01"):
        told = str(postgresql_errors.translated(psycopg.errors.lookup(state)(secret)))
        assert "li-wei" not in told


def test_every_error_ends_with_what_to_do() -> None:
    for code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        for committing in (False, True):
            told = str(sqlite_errors.translated(sqlite_error(code), committing=committing))
            assert told.endswith((".", "key."))
            assert "ask again" in told
