"""The contract: nobody waits longer than the deadline, and nobody is overtaken for ever."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import attrs
import pytest

from neighborbook.errors import Busy
from neighborbook.storage.abc import Key, Store
from tests.contracts.storage.values import CENTER

KEY = Key(actor="li-wei", key="req-1", hash="h", answer="b")
WRITERS = 6
DEADLINE = 1.0
LONG = 30.0


@attrs.frozen(kw_only=True)
class Held:
    """What somebody else holds, and for how long: seconds from the beginning of the wait."""

    scopes: str = ""
    key: Key | None = None
    exclusive: bool = False
    until: float = 2 * DEADLINE


def late() -> float:
    """How long a wait may take that ends at the deadline, on a machine that has other work."""
    return 1.2 * DEADLINE + 0.5


@contextmanager
def others(store: Store, *holding: Held) -> Iterator[None]:
    """Let others hold things, each in a thread; those who cannot yet, wait for it."""
    begun, leave = threading.Event(), threading.Event()
    inside = threading.Semaphore(0)

    def hold(held: Held) -> None:
        with store.transaction(
            CENTER,
            scopes=frozenset(held.scopes.split()),
            key=held.key,
            exclusive=held.exclusive,
            deadline=LONG,
        ):
            inside.release()
            begun.wait(LONG)
            leave.wait(held.until)

    with ThreadPoolExecutor(len(holding)) as pool:
        holders = [pool.submit(hold, held) for held in holding]
        assert inside.acquire(timeout=LONG)
        time.sleep(0.2)
        begun.set()
        try:
            yield
        finally:
            leave.set()
        for holder in holders:
            holder.result(LONG)


def seconds_to_begin(store: Store, *, exclusive: bool = False) -> float:
    """Begin, with a key and three scopes; return how long it took until inside, or told Busy."""
    scopes = frozenset() if exclusive else frozenset({"leaf:A", "leaf:B", "leaf:C"})
    begun = time.monotonic()
    try:
        with store.transaction(
            CENTER, scopes=scopes, key=KEY, exclusive=exclusive, deadline=DEADLINE
        ):
            return time.monotonic() - begun
    except Busy:
        return time.monotonic() - begun


class Queueing:
    @pytest.mark.parametrize(
        ("exclusive", "holding"),
        [
            pytest.param(True, [Held(exclusive=True)], id="the center, by one"),
            pytest.param(True, [Held(scopes="leaf:A"), Held(scopes="leaf:B")], id="by two"),
            pytest.param(False, [Held(key=KEY)], id="the key"),
            pytest.param(
                False,
                [Held(key=KEY, until=0.9 * DEADLINE), Held(scopes="leaf:B")],
                id="the key, then a scope",
            ),
            pytest.param(
                False,
                [
                    Held(scopes="leaf:A", until=0.5 * DEADLINE),
                    Held(scopes="leaf:B", until=0.9 * DEADLINE),
                    Held(scopes="leaf:C"),
                ],
                id="one scope after another",
            ),
        ],
    )
    def test_whatever_others_hold_the_wait_ends_at_the_deadline(
        self, store: Store, exclusive: bool, holding: list[Held]
    ) -> None:
        with others(store, *holding):
            assert seconds_to_begin(store, exclusive=exclusive) < late()

    def test_who_wants_the_center_alone_gets_in_though_others_never_pause(
        self, store: Store
    ) -> None:
        stop = threading.Event()

        def hammer(n: int) -> None:
            scopes = frozenset({f"leaf:{n}"})
            while not stop.is_set():
                with store.transaction(CENTER, scopes=scopes, deadline=LONG) as transaction:
                    time.sleep(0.02)
                    transaction.commit()

        with ThreadPoolExecutor(WRITERS) as pool:
            writers = [pool.submit(hammer, n) for n in range(WRITERS)]
            try:
                for _ in range(5):
                    time.sleep(0.05)
                    with store.transaction(
                        CENTER, scopes=frozenset(), exclusive=True, deadline=DEADLINE
                    ) as transaction:
                        transaction.commit()
            finally:
                stop.set()
            for writer in writers:
                writer.result(LONG)
