"""The contract: a write is whole or nothing, and the database refuses what may never be."""

from __future__ import annotations

import traceback

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neighborbook.domain.booking import State
from neighborbook.domain.claim import ClaimKind
from neighborbook.errors import InvariantBroken, NotFound
from neighborbook.storage.abc import Key, Stale, Store, Wanted, Writes
from tests.contracts.storage.values import CENTER, HOUR, booking, change, claim, everything
from tests.contracts.storage.writing import fresh_center, same_store, write

NONE: frozenset[str] = frozenset()
KEY = Key(actor="li-wei", key="req-1", hash="h", answer="b")


class Transactions:
    def test_leaving_without_a_commit_writes_nothing(self, store: Store) -> None:
        with store.transaction(CENTER, scopes=NONE, key=KEY) as transaction:
            transaction.write(Writes(insert=(booking("b"),)))
            assert transaction.booking("b") == booking("b")
        with store.snapshot(CENTER) as reader:
            assert reader.booking("b") is None
        with store.transaction(CENTER, scopes=NONE, key=KEY) as transaction:
            assert transaction.answer is None

    def test_leaving_by_an_error_writes_nothing(self, store: Store) -> None:
        def fail() -> None:
            with store.transaction(CENTER, scopes=NONE) as transaction:
                transaction.write(Writes(insert=(booking("b"),)))
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        with store.snapshot(CENTER) as reader:
            assert reader.booking("b") is None
        write(store, Writes(insert=(booking("b"),)))

    def test_a_key_is_used_once(self, store: Store) -> None:
        with store.transaction(CENTER, scopes=NONE, key=KEY) as transaction:
            assert transaction.answer is None
            transaction.write(Writes(insert=(booking("b"),)))
            transaction.commit()
        again = attrs.evolve(KEY, hash="other", answer="new")
        with store.transaction(CENTER, scopes=frozenset({"leaf:A"}), key=again) as transaction:
            assert transaction.answer == KEY

    def test_a_reader_is_told_what_a_key_was_used_for(self, store: Store) -> None:
        store.create_center("other")
        with store.transaction(CENTER, scopes=NONE, key=KEY) as transaction:
            # Its own key is used as soon as it has it; others see that once it is committed.
            assert transaction.key("li-wei", "req-1") == KEY
        with store.snapshot(CENTER) as reader:
            assert reader.key("li-wei", "req-1") is None
        with store.transaction(CENTER, scopes=NONE, key=KEY) as transaction:
            transaction.commit()
        with store.snapshot(CENTER) as reader:
            assert reader.key("li-wei", "req-1") == KEY
            assert reader.key("li-wei", "req-2") is None
            assert reader.key("~program", "req-1") is None
        with store.snapshot("other") as reader:
            assert reader.key("li-wei", "req-1") is None

    def test_keys_of_actors_and_centers_are_apart(self, store: Store) -> None:
        store.create_center("other")
        for center, actor in ((CENTER, "li-wei"), (CENTER, "~program"), ("other", "li-wei")):
            key = attrs.evolve(KEY, actor=actor)
            with store.transaction(center, scopes=NONE, key=key) as transaction:
                assert transaction.answer is None
                transaction.commit()

    def test_a_version_that_moved_is_stale_and_nothing_is_written(self, store: Store) -> None:
        write(store, Writes(insert=(booking("a"), booking("b"))))
        one, two = (attrs.evolve(booking(id), version=2) for id in "ab")
        with pytest.raises(Stale):
            write(store, Writes(update=((one, 1), (two, 7))))
        with pytest.raises(Stale):
            write(store, Writes(update=((booking("none"), 1),)))
        with store.snapshot(CENTER) as reader:
            assert [found.version for found in reader.bookings(everything)] == [1, 1]

    def test_after_a_failure_the_same_thread_goes_on(self, store: Store) -> None:
        for _ in range(20):
            with pytest.raises(Stale):
                write(store, Writes(update=((booking("none"), 1),)))
        write(store, Writes(insert=(booking("b"),)))

    def test_what_was_written_before_is_read_in_the_same_transaction(self, store: Store) -> None:
        with store.transaction(CENTER, scopes=NONE) as transaction:
            transaction.write(Writes(insert=(booking("b"),), claims={"b": (claim("b"),)}))
            found = transaction.read(Wanted(start=0, end=HOUR, leaves=("A",)))
            assert found.claims == {"A": (claim("b"),)}
            transaction.write(Writes(claims={"b": ()}))
            transaction.commit()
        with store.snapshot(CENTER) as reader:
            assert reader.claims_of(["b"]) == {"b": ()}

    def test_a_center_that_does_not_exist_is_not_found(self, store: Store) -> None:
        for key in (None, KEY):
            with (
                pytest.raises(NotFound),
                store.transaction("nowhere", scopes=frozenset({"leaf:A"}), key=key),
            ):
                pass
        with pytest.raises(NotFound), store.snapshot("nowhere") as reader:
            reader.booking("b")

    def test_a_snapshot_shows_one_instant(self, store: Store) -> None:
        write(store, Writes(insert=(booking("b"),)))
        with store.snapshot(CENTER) as reader:
            assert reader.booking("b") is not None
            assert reader.revision == 0

    def test_a_booking_of_another_center_is_not_written(self, store: Store) -> None:
        with pytest.raises(ValueError, match="other"):
            write(store, Writes(insert=(booking("b", center="other"),)))

    def test_details_that_were_not_stored_are_not_kept(self, store: Store) -> None:
        with pytest.raises(TypeError, match="StoredDetails"):
            write(store, Writes(insert=(attrs.evolve(booking("b"), details={"layout": "U"}),)))

    def test_what_needs_another_transaction_says_so(self, store: Store) -> None:
        with store.transaction(CENTER, scopes=NONE) as transaction:
            with pytest.raises(RuntimeError, match="exclusive"):
                transaction.save_catalog((), 1)
            with pytest.raises(RuntimeError, match="log"):
                transaction.seal(1)

    def test_a_thread_is_in_one_transaction_or_snapshot_at_a_time(self, store: Store) -> None:
        with (
            store.snapshot(CENTER),
            pytest.raises(RuntimeError, match="still open"),
            store.transaction(CENTER, scopes=NONE),
        ):
            pass
        with (
            store.transaction(CENTER, scopes=NONE),
            pytest.raises(RuntimeError, match="still open"),
            store.snapshot(CENTER),
        ):
            pass
        write(store)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[tuple[int, int, int, int], tuple[int, int, int, int]]:
    """Two uses on one leaf, as (start, end, before, after), so close that buffers meet."""
    made = []
    for _ in range(2):
        start = draw(st.integers(0, 15))
        buffers = draw(st.integers(0, 5)), draw(st.integers(0, 5))
        made.append((start, start + draw(st.integers(1, 8)), *buffers))
    return made[0], made[1]


def fit(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    """The rule itself: between two uses lies the longer of the two buffers that meet there."""
    first, second = sorted((one, other))
    return second[0] - first[1] >= max(first[3], second[2])


class Guards:
    @same_store
    @given(pair=pairs())
    def test_the_database_refuses_exactly_what_comes_too_close(
        self,
        store: Store,
        pair: tuple[tuple[int, int, int, int], tuple[int, int, int, int]],
    ) -> None:
        center = fresh_center(store)
        first, second = [
            attrs.evolve(claim(owner), start=start, end=end, before=before, after=after)
            for owner, (start, end, before, after) in zip("ab", pair, strict=True)
        ]
        write(store, Writes(claims={"a": (first,)}), center=center)
        if fit(*pair):
            write(store, Writes(claims={"b": (second,)}), center=center)
        else:
            with pytest.raises(InvariantBroken) as broken:
                write(store, Writes(claims={"b": (second,)}), center=center)
            assert broken.value.guard in {"claim_after_is_clear", "claim_before_is_clear"}

    @pytest.mark.parametrize(
        "other",
        [
            attrs.evolve(claim("b"), leaf="B"),
            attrs.evolve(claim("b"), capacity=2),
            attrs.evolve(claim("b"), kind=ClaimKind.BLOCK),
            attrs.evolve(claim("b"), kind=ClaimKind.PRESENCE),
            claim("b", HOUR),
        ],
        ids=["other leaf", "capacity 2", "block", "presence", "touching"],
    )
    def test_the_guards_leave_all_else_alone(self, store: Store, other: object) -> None:
        write(store, Writes(claims={"a": (claim("a"),)}))
        write(store, Writes(claims={"b": (other,)}))  # type: ignore[dict-item]

    def test_a_lapsed_use_is_in_the_way_until_it_is_settled(self, store: Store) -> None:
        write(store, Writes(claims={"a": (attrs.evolve(claim("a"), lapses_at=0),)}))
        with pytest.raises(InvariantBroken):
            write(store, Writes(claims={"b": (claim("b"),)}))
        write(store, Writes(claims={"a": ()}), Writes(claims={"b": (claim("b"),)}))

    def test_two_bookings_may_change_places(self, store: Store) -> None:
        write(store, Writes(claims={"a": (claim("a"),), "b": (claim("b", HOUR),)}))
        write(store, Writes(claims={"a": (claim("a", HOUR),), "b": (claim("b"),)}))
        with store.snapshot(CENTER) as reader:
            assert reader.claims_of(["a"]) == {"a": (claim("a", HOUR),)}

    def test_a_use_may_move_over_its_own_old_place(self, store: Store) -> None:
        write(store, Writes(claims={"a": (claim("a", hours=2),)}))
        write(store, Writes(claims={"a": (claim("a", HOUR, hours=2),)}))

    @pytest.mark.parametrize(
        "wrong",
        [
            {"end": 0},
            {"end": -5},
            {"before": -1},
            {"after": -1},
            {"amount": 0},
            {"capacity": -1},
        ],
        ids=str,
    )
    def test_a_claim_that_cannot_be_is_refused(self, store: Store, wrong: dict[str, int]) -> None:
        with pytest.raises(InvariantBroken) as broken:
            write(store, Writes(claims={"a": (attrs.evolve(claim("a"), **wrong),)}))  # type: ignore[arg-type]
        assert broken.value.guard.startswith("claim_")

    def test_a_booking_without_time_or_reason_is_refused(self, store: Store) -> None:
        for wrong, guard in (
            (attrs.evolve(booking("b"), end_at=0), "booking_holds_time"),
            (attrs.evolve(booking("b"), state=State.VOID), "booking_void_has_reason"),
        ):
            with pytest.raises(InvariantBroken) as broken:
                write(store, Writes(insert=(wrong,)))
            assert broken.value.guard == guard

    def test_a_traceback_of_what_is_refused_shows_nothing_of_the_row(self, store: Store) -> None:
        wrong = attrs.evolve(booking("b"), end_at=0, title="Wei's farewell")
        with pytest.raises(InvariantBroken) as broken:
            write(store, Writes(insert=(wrong,)))
        shown = "".join(traceback.format_exception(broken.value))
        assert "booking_holds_time" in shown
        assert "farewell" not in shown

    def test_one_id_is_one_booking(self, store: Store) -> None:
        write(store, Writes(insert=(booking("b"),)))
        with pytest.raises(InvariantBroken):
            write(store, Writes(insert=(booking("b"),)))

    def test_a_change_is_of_a_booking_that_exists(self, store: Store) -> None:
        with pytest.raises(InvariantBroken):
            write(store, Writes(changes=(change("c", "none"),)))
