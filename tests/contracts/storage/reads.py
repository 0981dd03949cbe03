"""The contract: a read finds all that it asks for, and nothing else."""

from __future__ import annotations

import attrs
from hypothesis import given
from hypothesis import strategies as st

from neighborbook.domain.booking import Booking, State, VoidReason
from neighborbook.domain.claim import Claim, ClaimKind
from neighborbook.domain.closure import Closure, ClosureKind
from neighborbook.domain.demand import PartyBookings
from neighborbook.domain.limit import LimitUse
from neighborbook.domain.party import Attendee
from neighborbook.storage.abc import Store, Wanted, Writes
from tests.contracts.storage import values
from tests.contracts.storage.values import CENTER, HOUR, booking
from tests.contracts.storage.writing import fresh_center, same_store, write

DAY = 24 * HOUR
few_leaves = st.sampled_from(["A", "B", "person:li-wei"])
short_instants = st.integers(0, 40)


@st.composite
def small_claims(draw: st.DrawFn) -> Claim:
    """Claims so close to one another that their edges meet."""
    start = draw(short_instants)
    return Claim(
        owner="b",
        leaf=draw(few_leaves),
        start=start,
        end=start + draw(st.integers(1, 12)),
        before=draw(st.integers(0, 4)),
        after=draw(st.integers(0, 4)),
        kind=draw(st.sampled_from(ClaimKind)),
        capacity=5,
        lapses_at=draw(st.none() | short_instants),
        order=draw(st.integers(0, 9)),
    )


def reaches_into(found: Claim, start: int, end: int) -> bool:
    return found.start - found.before < end and start < found.end + found.after


class Reads:
    @same_store
    @given(
        kept=st.lists(small_claims(), max_size=12),
        asked=st.lists(few_leaves, min_size=1, max_size=3, unique=True),
        start=short_instants,
        length=st.integers(1, 12),
    )
    def test_a_narrow_read_is_the_wide_one_without_what_does_not_reach_in(
        self, store: Store, kept: list[Claim], asked: list[str], start: int, length: int
    ) -> None:
        center = fresh_center(store)
        write(store, Writes(claims={"b": tuple(kept)}), center=center)
        window = Wanted(start=start, end=start + length, leaves=tuple(asked))
        with store.snapshot(center) as reader:
            narrow = reader.read(window)
            wide = reader.read(attrs.evolve(window, wide=True))
        assert narrow.claims.keys() == wide.claims.keys() == set(asked)
        for leaf in asked:
            assert sorted(map(repr, wide.claims[leaf])) == sorted(
                repr(each) for each in kept if each.leaf == leaf
            )
            assert narrow.claims[leaf] == tuple(
                each for each in wide.claims[leaf] if reaches_into(each, start, start + length)
            )

    @same_store
    @given(kept=st.lists(values.limit_uses, max_size=6), start=values.instants)
    def test_limit_uses_are_read_by_their_instant(
        self, store: Store, kept: list[LimitUse], start: int
    ) -> None:
        center = fresh_center(store)
        uses = tuple(attrs.evolve(use, owner="b", key="k") for use in kept)
        one = booking("b", center=center)
        write(store, Writes(insert=(one,), limit_uses={"b": uses}), center=center)
        end = start + 100 * 365 * DAY
        with store.snapshot(center) as reader:
            # Windows of one key may overlap: a use counts once.
            limits = (("k", start, end), ("k", start, start + 1), ("none", start, end))
            found = reader.read(Wanted(start=0, end=1, limits=limits)).limit_uses
        assert found.keys() == {"k", "none"}
        assert sorted(map(repr, found["k"])) == sorted(
            repr(use) for use in uses if start <= use.at < end
        )
        assert found["none"] == ()

    def test_a_question_is_answered_with_bookings_of_organizer_and_attendee(
        self, store: Store
    ) -> None:
        own = attrs.evolve(booking("own", 5 * HOUR), organizer="lin")
        comes = attrs.evolve(
            booking("comes", 2 * HOUR),
            attendees=(Attendee(party="lin"), Attendee(party="zhao")),
            room_type="clinic",
        )
        wrote = attrs.evolve(booking("wrote", 3 * HOUR), actor="lin")
        late = attrs.evolve(booking("late", 9 * HOUR), organizer="lin")
        gone = attrs.evolve(
            booking("gone", HOUR), organizer="lin", state=State.VOID, void_reason=VoidReason.NO_SHOW
        )
        write(store, Writes(insert=(own, comes, wrote, late, gone)))
        every = PartyBookings("lin", HOUR, 9 * HOUR)
        clinic = PartyBookings("lin", 0, DAY, frozenset({"clinic", "meals"}))
        nobody = PartyBookings("nobody", 0, DAY)
        with store.snapshot(CENTER) as reader:
            found = reader.read(Wanted(start=0, end=1, questions=(every, clinic, nobody))).answers
        assert found == {every: (gone, comes, own), clinic: (comes,), nobody: ()}

    def test_closures_of_the_offering_alone_are_read_unless_reopened(self, store: Store) -> None:
        def closure(id: str, start: int, **other: object) -> Closure:
            made = Closure(
                id=id,
                center=CENTER,
                kind=ClosureKind.OFFERING,
                subject="training-room",
                start_at=start,
                end_at=start + HOUR,
            )
            return attrs.evolve(made, **other)  # type: ignore[arg-type]

        late, early = closure("late", 3 * HOUR), closure("early", 2 * HOUR)
        others = (
            closure("other", 2 * HOUR, subject="gym"),
            closure("kind", 2 * HOUR, kind=ClosureKind.RESOURCE),
            closure("reopened", 2 * HOUR, reopened_at=0),
            closure("before", 0),
            closure("after", 4 * HOUR),
        )
        write(store, Writes(closures=(late, early, *others)))
        window = Wanted(start=HOUR, end=4 * HOUR, offering="training-room")
        with store.snapshot(CENTER) as reader:
            assert reader.read(window).closures == (early, late)
            assert reader.read(Wanted(start=0, end=DAY)).closures == ()
            overlapping = reader.closures(HOUR, 4 * HOUR)
            assert [c.id for c in overlapping] == ["early", "kind", "other", "reopened", "late"]
            assert len(reader.closures(None, None)) == 7

    def test_bookings_are_read_by_their_ids_however_many(self, store: Store) -> None:
        store.create_center("other")
        kept = {f"b{n}": booking(f"b{n}", n) for n in range(40)}
        write(store, Writes(insert=tuple(kept.values())))
        write(store, Writes(insert=(booking("theirs", center="other"),)), center="other")
        del kept["b7"]
        with store.snapshot(CENTER) as reader:
            assert reader.bookings_by_id([*kept, "none", "theirs", "b0"]) == kept
            assert reader.bookings_by_id([]) == {}

    def test_what_does_not_exist_is_none_or_empty(self, store: Store) -> None:
        with store.snapshot(CENTER) as reader:
            assert reader.revision == 0
            assert reader.booking("none") is None
            assert reader.closure("none") is None
            assert reader.history("none") == ()
            assert reader.claims_of([]) == {}
            assert reader.catalog() == ()
            nothing = reader.read(Wanted(start=0, end=1, leaves=("A",), offering="none"))
        assert nothing.claims == {"A": ()}

    def test_due_is_what_lapsed_or_ended_by_id(self, store: Store) -> None:
        def make(id: str, state: State, end: int, lapses: int | None = None) -> Booking:
            made = attrs.evolve(booking(id), end_at=end, state=state, lapses_at=lapses)
            void = VoidReason.CANCELLED if state is State.VOID else None
            return attrs.evolve(made, void_reason=void)

        write(
            store,
            Writes(
                insert=(
                    make("j-ended", State.CONFIRMED, 100),
                    make("i-active", State.ACTIVE, 50),
                    make("h-lapsed", State.HELD, 500, 100),
                    make("g-both", State.CONFIRMED, 100, 90),
                    make("f-not-yet", State.CONFIRMED, 101),
                    make("e-later", State.HELD, 500, 101),
                    make("d-done", State.DONE, 50),
                    make("c-void", State.VOID, 50),
                    make("b-waiting", State.WAITING, 50),
                    make("a-here", State.ARRIVED, 99),
                )
            ),
        )
        with store.snapshot(CENTER) as reader:
            assert reader.due(100, 10) == ("a-here", "g-both", "h-lapsed", "i-active", "j-ended")
            assert reader.due(100, 2) == ("a-here", "g-both")
