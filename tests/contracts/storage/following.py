"""The contract: how it stands with outside calendars, and no entry of one closes a room twice."""

from __future__ import annotations

import attrs
import pytest

from neighborbook.domain.closure import Closure, ClosureKind
from neighborbook.domain.following import FollowState
from neighborbook.errors import InvariantBroken
from neighborbook.storage.abc import Store, Writes
from tests.contracts.storage.values import CENTER
from tests.contracts.storage.writing import write

OLD = FollowState(resource="hall", name="old", next_at=7)
FAILED = attrs.evolve(
    OLD, tries=3, heard_at=1, stale_since=2, failed=2, fault="answer:503", next_at=9
)


def followed(id: str, key: str, *, start: int = 0) -> Closure:
    return Closure(
        id=id,
        center=CENTER,
        kind=ClosureKind.RESOURCE,
        subject="hall",
        start_at=start,
        end_at=start + 10,
        origin="old",
        origin_key=key,
    )


def keep(store: Store, *states: FollowState, forget: str = "") -> None:
    with store.transaction(CENTER, scopes=frozenset({"following"})) as tx:
        for state in states:
            tx.save_follow_state(state)
        if forget:
            tx.forget_follow_state("hall", forget)
        tx.commit()


class Followings:
    def test_a_state_is_read_as_it_was_written_last_by_resource_and_name(
        self, store: Store
    ) -> None:
        new = attrs.evolve(OLD, name="new")
        keep(store, OLD, new)
        keep(store, FAILED)
        with store.snapshot(CENTER) as reader:
            assert reader.follow_states() == (new, FAILED)

    def test_a_state_that_is_forgotten_is_gone_and_no_other(self, store: Store) -> None:
        new = attrs.evolve(OLD, name="new")
        keep(store, OLD, new)
        keep(store, forget="old")
        with store.snapshot(CENTER) as reader:
            assert reader.follow_states() == (new,)

    def test_what_is_followed_and_not_over_is_read_by_start(self, store: Store) -> None:
        later, sooner = followed("a", "1", start=20), followed("b", "2", start=5)
        own = attrs.evolve(followed("c", ""), end_at=100)
        again = attrs.evolve(followed("d", "3", start=30), reopened_at=1)
        write(store, Writes(closures=(later, sooner, own, again, followed("e", "4"))))
        with store.snapshot(CENTER) as reader:
            assert reader.followed(10) == (sooner, later, again)

    def test_of_one_calendar_alone_is_read_what_it_tells(self, store: Store) -> None:
        mine = followed("a", "1", start=20)
        others = (
            attrs.evolve(mine, id="b", subject="shed"),
            attrs.evolve(mine, id="c", origin="n"),
        )
        write(store, Writes(closures=(mine, *others, followed("d", "2"))))
        with store.snapshot(CENTER) as reader:
            assert reader.followed_of("hall", "old", 10) == (mine,)

    def test_what_is_over_stands_for_no_entry_any_more(self, store: Store) -> None:
        over, new = followed("a", "1"), attrs.evolve(followed("c", "1"), origin="new")
        write(store, Writes(closures=(over, followed("b", "2", start=1), new)))
        with store.transaction(CENTER, scopes=frozenset({"following"})) as tx:
            tx.let_go("hall", "old", 10)
            tx.commit()
        with store.snapshot(CENTER) as reader:
            assert [c.origin_key for c in reader.closures(None, None)] == ["", "1", "2"]
            assert reader.closure("a") == attrs.evolve(over, origin_key="")

    def test_no_entry_closes_a_room_twice(self, store: Store) -> None:
        write(store, Writes(closures=(followed("a", "1"),)))
        with pytest.raises(InvariantBroken):
            write(store, Writes(closures=(followed("b", "1", start=50),)))
        gone = attrs.evolve(followed("a", ""), reopened_at=1)
        write(store, Writes(closures=(gone, followed("b", "1", start=50))))
        with store.snapshot(CENTER) as reader:
            assert [closure.id for closure in reader.followed(0)] == ["b"]
