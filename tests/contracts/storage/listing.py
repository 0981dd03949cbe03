"""The contract: a list is what its filter says, page by page, of one center."""

from __future__ import annotations

import attrs

from neighborbook.domain.booking import Booking, State
from neighborbook.domain.claim import Chosen, Option
from neighborbook.domain.limit import LimitUse
from neighborbook.domain.party import Attendee
from neighborbook.storage.abc import BookingFilter, Store, Wanted, Writes
from tests.contracts.storage import values
from tests.contracts.storage.values import CENTER, HOUR, booking, claim
from tests.contracts.storage.writing import write

DAY = 24 * HOUR


class Listing:
    def test_each_condition_narrows_the_list(self, store: Store) -> None:
        place = Chosen(role="place", option=Option(resource="AB", takes=()))
        device = Chosen(role="device", option=Option(resource="projector", takes=()))
        one = attrs.evolve(booking("one", 1 * HOUR), changed_at=7)
        two = attrs.evolve(
            booking("two", 2 * HOUR), organizer="lin", resource="AB", chosen=(place, device)
        )
        three = attrs.evolve(
            booking("three", 3 * HOUR), offering="gym", state=State.HELD, actor="zhao"
        )
        four = attrs.evolve(
            booking("four", 4 * HOUR), attendees=(Attendee(party="lin"), Attendee(party="lin"))
        )
        write(
            store,
            Writes(
                insert=(four, three, two, one),
                claims={"two": (claim("two", leaf="A"), claim("two", leaf="B"))},
            ),
        )

        def listed(wanted: BookingFilter) -> str:
            with store.snapshot(CENTER) as reader:
                return " ".join(found.id for found in reader.bookings(wanted))

        assert listed(BookingFilter()) == "one two three four"
        assert listed(BookingFilter(start=2 * HOUR, end=3 * HOUR)) == "two"
        assert listed(BookingFilter(start=2 * HOUR - 1, end=3 * HOUR + 1)) == "one two three"
        assert listed(BookingFilter(end=2 * HOUR)) == "one"
        assert listed(BookingFilter(start=4 * HOUR)) == "four"
        assert listed(BookingFilter(resources=("AB", "A"))) == "one two three four"
        assert listed(BookingFilter(resources=("AB",))) == "two"
        assert listed(BookingFilter(resources=("projector",))) == "two"
        assert listed(BookingFilter(resources=("B",))) == ""
        assert listed(BookingFilter(leaves=("B", "C"))) == "two"
        assert listed(BookingFilter(offerings=("gym",))) == "three"
        assert listed(BookingFilter(organizers=("lin", "nobody"))) == "two"
        assert listed(BookingFilter(party="lin")) == "two four"
        assert listed(BookingFilter(party="zhao")) == "three"
        assert listed(BookingFilter(party="li-wei", resources=("A",))) == "one four"
        assert listed(BookingFilter(states=(State.HELD, State.VOID))) == "three"
        assert listed(BookingFilter(changed_since=7)) == "one"
        assert listed(BookingFilter(changed_since=8)) == ""
        every = BookingFilter(
            start=0,
            end=DAY,
            resources=("AB",),
            leaves=("A",),
            offerings=("training-room",),
            organizers=("lin",),
            party="lin",
            states=(State.CONFIRMED,),
            changed_since=0,
        )
        assert listed(every) == "two"

    def test_a_long_booking_is_found_by_any_part_of_it(self, store: Store) -> None:
        write(store, Writes(insert=(booking("long", 0, hours=1000), booking("short", HOUR))))
        with store.snapshot(CENTER) as reader:
            late = BookingFilter(start=999 * HOUR, end=999 * HOUR + 1)
            assert [found.id for found in reader.bookings(late)] == ["long"]

    def test_an_update_moves_a_booking_to_its_new_links(self, store: Store) -> None:
        old = attrs.evolve(booking("b"), attendees=(Attendee(party="lin"),))
        new = attrs.evolve(old, version=2, attendees=(Attendee(party="zhao"),))
        write(store, Writes(insert=(old,)))
        write(store, Writes(update=((new, 1),)))
        with store.snapshot(CENTER) as reader:
            assert reader.bookings(BookingFilter(party="lin")) == ()
            assert reader.bookings(BookingFilter(party="zhao")) == (new,)

    def test_pages_follow_one_another_without_gap_or_repetition(self, store: Store) -> None:
        kept = [booking(f"b{n:02}", (n // 3) * HOUR) for n in range(20)]
        write(store, Writes(insert=tuple(reversed(kept))))
        for wanted in (BookingFilter(), BookingFilter(party="acme"), BookingFilter(start=0)):
            seen: list[Booking] = []
            after = None
            while True:
                with store.snapshot(CENTER) as reader:
                    page = reader.bookings(wanted, after=after, limit=6)
                if not page:
                    break
                assert len(page) <= 6
                seen += page
                after = (page[-1].start_at, page[-1].id)
            assert seen == kept

    def test_centers_never_see_each_other(self, store: Store) -> None:
        store.create_center("other")
        store.create_center("other")
        assert store.centers() == (CENTER, "other")
        for center, title in ((CENTER, "ours"), ("other", "theirs")):
            one = attrs.evolve(booking("b", center=center), title=title, lapses_at=1)
            write(
                store,
                Writes(
                    insert=(one,),
                    claims={"b": (claim("b"),)},
                    limit_uses={"b": (LimitUse(owner="b", key="k", at=0, amount=1),)},
                    changes=(attrs.evolve(values.change("c", "b"), reason=title),),
                ),
                center=center,
            )
        write(store, Writes(claims={"b": ()}, limit_uses={"b": ()}), center="other")
        with store.snapshot(CENTER) as reader:
            (found,) = reader.bookings(BookingFilter())
            assert found.title == "ours"
            assert reader.claims_of(["b"]) == {"b": (claim("b"),)}
            assert len(reader.limit_uses_of(["b"])["b"]) == 1
            assert [one.reason for one in reader.history("b")] == ["ours"]
            assert reader.due(1, 10) == ("b",)
        with store.snapshot("other") as reader:
            assert reader.read(Wanted(start=0, end=DAY, leaves=("A",))).claims == {"A": ()}
