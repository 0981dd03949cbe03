"""Erasing again, in what was restored, whom somebody erased since the backup."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from neighborbook.desk.clock import RandomIds, StoppedClock
from neighborbook.desk.house import House
from neighborbook.desk.people import erasing
from neighborbook.desk.people.erasing import Erasing
from neighborbook.domain.party import PROGRAM
from neighborbook.storage import backup_files as files
from neighborbook.storage import open_store
from neighborbook.storage.abc import Store


def forget_again(
    restored: Path, beside: Path | None, *, now: int, ledger: Path | None = None
) -> tuple[Erasing, ...]:
    """Erase again, in a file that nobody has opened yet, whom the ledger names.

    Args:
        beside: the ledger that lies beside the database, if somebody was ever erased there.
        ledger: the one that was said, instead; it must be there.

    Raises:
        InvalidRequest: the ledger that was said cannot be read.
    """
    done: list[Erasing] = []
    try:
        with closing(open_store(restored)) as store:
            for center in filter(lambda center: _is_loaded(store, center), store.centers()):
                house = House(
                    store=store,
                    center=center,
                    clock=StoppedClock(at=now),
                    ids=RandomIds(),
                    ledger=beside,
                )
                done.extend(erasing.reapply(house, PROGRAM, ledger))
    finally:
        files.remove_locks(restored)
    if done:
        files.compact(restored)
    return tuple(done)


def _is_loaded(store: Store, center: str) -> bool:
    """Whether a center has a file yet: where none was loaded, nobody has booked."""
    with store.snapshot(center) as reader:
        return bool(reader.catalog())
