"""When PostgreSQL or the line to it is lost, nothing is half-written and nothing written twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import attrs
import psycopg
import pytest

import neighborbook as nb
from tests.crash.center import CENTER_FILE, FixedClock, book, hold, opened, period, postpone
from tests.crash.proxy import Cut, Proxy
from tests.crash.wholeness import assert_whole, versions
from tests.postgres import PostgresServer

pytestmark = pytest.mark.postgres

CALLS: Mapping[str, Callable[[nb.Desk, str], nb.Booking]] = {
    "book": lambda desk, _: book(desk, 1),
    "hold": lambda desk, _: hold(desk, 1),
    "change": lambda desk, id: postpone(desk, id, 0),
    "cancel": lambda desk, id: desk.cancel(id, key="cancel"),
}


@attrs.define
class Saboteur(FixedClock):
    """A clock that does harm when it is asked for the n-th time; the desk asks under the lock."""

    harm: Callable[[], object] = print
    left: int = 0

    def now(self) -> int:
        """Return UTC seconds since 1970."""
        self.left -= 1
        if self.left == 0:
            self.harm()
        return self.at


@pytest.fixture
def proxy(postgres_url: str) -> Iterator[Proxy]:
    with Proxy(postgres_url) as made:
        yield made


def kill_all(server: PostgresServer, url: str) -> int:
    """Cut every connection to a database; return how many there were."""
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "SELECT pid FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchall()
    return sum(server.kill_backend(pid) for (pid,) in found)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("again", ["the first commit of a line", "a later one"])
def test_when_the_answer_to_a_commit_is_lost_asking_again_finds_what_was_written(
    proxy: Proxy, postgres_url: str, call: str, again: str
) -> None:
    with opened(proxy.url) as desk:
        desk.load(CENTER_FILE)
        first = book(desk, 0)
        if again == "a later one":
            for n in range(5, 9):
                book(desk, n)
        proxy.cut_next(Cut.ANSWER)
        before = versions(postgres_url)
        with pytest.raises(nb.OutcomeUnknown):
            CALLS[call](desk, first.id)
        assert proxy.cuts == 1
        written = versions(postgres_url)
        assert sum(written.values()) == sum(before.values()) + 1
        found = CALLS[call](desk, first.id)
        assert versions(postgres_url) == written
        assert written[found.id] == found.version
    assert_whole(postgres_url)


@pytest.mark.parametrize("call", CALLS)
def test_when_a_commit_is_lost_on_its_way_asking_again_writes_once(
    proxy: Proxy, postgres_url: str, call: str
) -> None:
    with opened(proxy.url) as desk:
        desk.load(CENTER_FILE)
        first = book(desk, 0)
        before = versions(postgres_url)
        proxy.cut_next(Cut.COMMIT)
        with pytest.raises(nb.OutcomeUnknown):
            CALLS[call](desk, first.id)
        assert proxy.cuts == 1
        assert versions(postgres_url) == before
        CALLS[call](desk, first.id)
        assert sum(versions(postgres_url).values()) == sum(before.values()) + 1
    assert_whole(postgres_url)


def test_a_line_that_is_lost_before_the_commit_leaves_nothing_behind(
    postgres: PostgresServer, postgres_url: str
) -> None:
    said = []
    for nth in range(1, 4):
        clock = Saboteur(harm=lambda: kill_all(postgres, postgres_url))
        with opened(postgres_url, clock=clock) as desk:
            desk.load(CENTER_FILE)
            book(desk, 10 * nth)
            before = versions(postgres_url)
            clock.left = nth
            try:
                book(desk, 10 * nth + 1)
                said.append("ok")
                assert len(versions(postgres_url)) == len(before) + 1
            except nb.Busy:
                said.append("Busy")
                assert versions(postgres_url) == before
            book(desk, 10 * nth + 1)
            assert len(versions(postgres_url)) == len(before) + 1
    # Before the transaction a lost connection is replaced without a word; within it, it is said.
    assert "ok" in said
    assert "Busy" in said
    assert_whole(postgres_url)


def test_connections_that_died_in_the_pool_are_replaced_without_a_word(
    postgres: PostgresServer, postgres_url: str
) -> None:
    with opened(postgres_url) as desk:
        desk.load(CENTER_FILE)
        booking = book(desk, 0)
        assert kill_all(postgres, postgres_url) > 0
        assert desk.booking(booking.id).version == 1
        assert kill_all(postgres, postgres_url) > 0
        book(desk, 1)
    assert_whole(postgres_url)


def test_a_desk_outlives_a_server_that_broke_off(
    postgres: PostgresServer, postgres_url: str
) -> None:
    with opened(postgres_url) as desk:
        desk.load(CENTER_FILE)
        booking = book(desk, 0)
        for n in range(1, 4):
            postgres.crash()
            assert book(desk, n).state is nb.State.CONFIRMED
        assert desk.booking(booking.id).version == 1
        assert len(versions(postgres_url)) == 4
    assert_whole(postgres_url)


def test_a_server_that_breaks_off_within_a_transaction_leaves_nothing_of_it(
    postgres: PostgresServer, postgres_url: str
) -> None:
    clock = Saboteur(harm=postgres.crash)
    with opened(postgres_url, clock=clock) as desk:
        desk.load(CENTER_FILE)
        clock.left = 0
        book(desk, 0)
        clock.left = -clock.left  # the last time it is asked for a booking is under the lock
        with pytest.raises(nb.Busy):
            book(desk, 1)
        assert len(versions(postgres_url)) == 1
        book(desk, 1)
    assert_whole(postgres_url)


def test_a_hold_that_lapsed_while_the_server_was_away_keeps_nobody_out(
    postgres: PostgresServer, postgres_url: str
) -> None:
    clock = FixedClock()
    with opened(postgres_url, clock=clock) as desk:
        desk.load(CENTER_FILE)
        held = hold(desk, 2)
        postgres.crash()
        asked = period(2)
        with pytest.raises(nb.Refused):
            desk.book("hall", start=asked["start"], end=asked["end"], organizer="zeta")
        assert held.lapses_at is not None
        clock.at = held.lapses_at
        assert book(desk, 2).state is nb.State.CONFIRMED
    assert_whole(postgres_url)
