"""The contract for stores that more than one process can open."""

from __future__ import annotations

import contextlib
import multiprocessing
import os

from neighborbook.errors import StorageError
from neighborbook.storage.abc import Store, Writes
from tests.contracts.storage.values import CENTER, booking, everything
from tests.contracts.storage.writing import write


def _in_child(store: Store, name: str, results: multiprocessing.Queue[str]) -> None:
    try:
        write(store, Writes(insert=(booking(name),)))
        with store.snapshot(CENTER) as reader:
            results.put(" ".join(found.id for found in reader.bookings(everything)))
    except BaseException as error:  # noqa: BLE001  the parent is to see whatever it was
        results.put(repr(error))


class Forking:
    """For stores that more than one process can open."""

    def test_a_child_process_opens_anew_and_the_parent_goes_on(self, store: Store) -> None:
        write(store, Writes(insert=(booking("before"),)))
        context = multiprocessing.get_context("fork")
        results: multiprocessing.Queue[str] = context.Queue()
        for names in ("before child-1", "before child-1 child-2"):
            child = context.Process(target=_in_child, args=(store, names.split()[-1], results))
            child.start()
            assert results.get(timeout=30) == names
            child.join(30)
            write(store, Writes(update=((booking("before"), 1),)))
            with store.snapshot(CENTER) as reader:
                assert " ".join(found.id for found in reader.bookings(everything)) == names

    def test_a_child_that_closes_takes_nothing_from_its_parent(self, store: Store) -> None:
        write(store, Writes(insert=(booking("before"),)))
        with store.snapshot(CENTER) as reader:
            assert _child_closes(store) == 0
            # The thread is inside in the parent; what the child did does not count here.
            assert reader.booking("before") is not None
        write(store, Writes(insert=(booking("after"),)))
        with store.snapshot(CENTER) as reader:
            assert len(reader.bookings(everything)) == 2


def _child_closes(store: Store) -> int:
    """Let a child process find itself outside, and close; return its exit code."""
    child = os.fork()
    if child == 0:
        try:
            store.close()
            with contextlib.suppress(StorageError), store.snapshot(CENTER) as reader:
                reader.booking("before")
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitpid(child, 0)[1]
