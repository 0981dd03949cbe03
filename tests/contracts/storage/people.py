"""The contract: parties come back as they were written, with what it takes to know their rights."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neighborbook.domain.party import Attendee, Grant, Link, Tie
from neighborbook.domain.person import AnyParty, Organization, OrganizationKind, Person, Stated
from neighborbook.storage.abc import Key, Shared, Stale, Store, Writes
from neighborbook.storage.batches import Batch
from tests.contracts.storage import values
from tests.contracts.storage.values import CENTER
from tests.contracts.storage.writing import fresh_center, same_store, write

days = st.none() | st.dates(date(1900, 1, 1), date(2200, 1, 1))
terms = {
    "room_types": st.frozensets(values.words, max_size=3),
    "grid": values.texts,
    "since_at": values.maybe_instants,
    "until_at": values.maybe_instants,
}
both = {
    "id": values.words,
    "version": st.integers(1, 9),
    "name": values.texts,
    "language": values.texts,
    "phone": values.texts,
    "email": values.texts,
    "disabled": st.booleans(),
    "disabled_reason": values.texts,
    "stated": st.lists(
        st.builds(
            Stated,
            name=values.words,
            value=values.texts,
            source=values.texts,
            until_at=values.maybe_instants,
        ),
        max_size=3,
    ).map(tuple),
    "links": st.lists(
        st.builds(Link, tie=st.sampled_from(Tie), other=values.texts, **terms), max_size=3
    ).map(tuple),
    "grants": st.lists(st.builds(Grant, role=values.words, **terms), max_size=3).map(tuple),
    "created_at": values.instants,
    "changed_at": values.instants,
    "erased_at": values.maybe_instants,
}
parties = st.builds(
    Person, born_on=days, grid=values.texts, resident_since=days, **both
) | st.builds(Organization, kind=st.sampled_from(OrganizationKind), **both)


def save(store: Store, *saved: AnyParty, expected: int | None = None, center: str = CENTER) -> None:
    with store.transaction(center, scopes=frozenset()) as tx:
        for party in saved:
            tx.save_party(party, expected)
        tx.commit()


class People:
    """The directory."""

    @same_store
    @given(first=parties, second=parties)
    def test_a_party_comes_back_and_can_be_changed_in_all_but_its_id(
        self, store: Store, first: AnyParty, second: AnyParty
    ) -> None:
        center = fresh_center(store)
        second = attrs.evolve(second, id=first.id)
        save(store, first, center=center)
        with store.snapshot(center) as reader:
            assert reader.known((first.id, "nobody")).parties == {first.id: first}
        save(store, second, expected=first.version, center=center)
        with store.snapshot(center) as reader:
            assert reader.known((first.id,)).parties == {first.id: second}

    def test_a_party_that_moved_on_is_stale_and_nothing_is_written(self, store: Store) -> None:
        save(store, Person(id="li", name="Li"))
        with pytest.raises(Stale):
            save(store, Person(id="li", name="Wei", version=3), expected=2)
        with store.snapshot(CENTER) as reader:
            assert reader.known(("li",)).parties["li"].name == "Li"

    def test_the_directory_moves_in_its_own_center_and_all_who_enter_later_know(
        self, store: Store
    ) -> None:
        other = fresh_center(store)
        with store.transaction(CENTER, scopes=frozenset(), exclusive=True) as tx:
            assert (tx.revision, tx.directory) == (0, 0)
            tx.move_directory()
            assert (tx.revision, tx.directory) == (0, 1)
            tx.commit()
        with store.snapshot(CENTER) as reader:
            assert (reader.revision, reader.directory) == (0, 1)
        for key in (None, Key(actor="li", key="k", hash="h", answer="a")):
            with store.transaction(CENTER, scopes=frozenset(), key=key) as tx:
                assert (tx.revision, tx.directory) == (0, 1)
        with store.snapshot(other) as reader:
            assert reader.directory == 0

    def test_the_directory_moves_only_while_nobody_else_writes(self, store: Store) -> None:
        with store.transaction(CENTER, scopes=frozenset()) as tx, pytest.raises(Shared):
            tx.move_directory()
        with store.transaction(CENTER, scopes=frozenset(), exclusive=True) as tx:
            tx.move_directory()
        with store.snapshot(CENTER) as reader:
            assert reader.directory == 0

    def test_no_center_sees_the_people_of_another(self, store: Store) -> None:
        other = fresh_center(store)
        save(store, Person(id="li", name="Li", phone="5550101", grid="3"), center=other)
        save(store, Person(id="worker", links=(Link(tie=Tie.PROXY_FOR, grid="3"),)))
        with store.snapshot(CENTER) as reader:
            known = reader.known(("li", "worker"))
            assert set(known.parties) == {"worker"}
            assert known.residents == {}
            assert reader.sought("Li", 10) == reader.sought("0101", 10) == ()
            assert reader.tied_to("li") == ()

    def test_what_it_takes_to_know_ones_rights_comes_along(self, store: Store) -> None:
        proxy = Link(tie=Tie.PROXY_FOR, grid="3")
        guardian = Link(tie=Tie.GUARDIAN_OF, other="child")
        save(
            store,
            Person(id="worker", links=(proxy, guardian), grants=(Grant(role="staff", grid="4"),)),
            Person(id="child", born_on=date(2015, 3, 2)),
            *(Person(id=f"r{n}", grid=str(n)) for n in (3, 4, 5)),
            Person(id="nowhere"),
        )
        with store.snapshot(CENTER) as reader:
            known = reader.known(("worker",))
            assert reader.tied_to("child") == ("worker",)
        assert known.residents == {"3": {"r3"}, "4": {"r4"}}
        assert known.born == {"child": date(2015, 3, 2)}

    def test_people_are_found_by_a_part_of_the_name_or_the_end_of_the_phone(
        self, store: Store
    ) -> None:
        save(
            store,
            Person(id="a", name="李娜 Li Na", phone="+86 21 5555-0101"),
            Person(id="b", name="100% Fun", phone="0101 5555"),
        )
        with store.snapshot(CENTER) as reader:
            found = {
                text: reader.sought(text, 10)
                for text in ("李", "LI na", "0101", "55 55 01 01", "%", "_", "101", "0%f")
            }
        assert found == {
            "李": ("a",),
            "LI na": ("a",),
            "0101": ("a",),
            "55 55 01 01": ("a",),
            "%": ("b",),
            "_": (),
            "101": (),
            "0%f": (),
        }

    def test_all_parties_are_paged_by_id(self, store: Store) -> None:
        gone = Person(id="b", erased_at=5)
        save(store, Organization(id="c"), gone, Person(id="a"))
        with store.snapshot(CENTER) as reader:
            assert reader.party_ids("", 2) == ("a", "b")
            assert reader.party_ids("b", 2) == ("c",)
        with store.snapshot(fresh_center(store)) as reader:
            assert reader.party_ids("", 2) == ()

    def test_who_is_tied_to_some_is_read_at_once(self, store: Store) -> None:
        ties = (Link(tie=Tie.PROXY_FOR, other="b"), Link(tie=Tie.GUARDIAN_OF, other="b"))
        save(store, Person(id="a", links=(*ties, Link(tie=Tie.EMPLOYEE_OF, other="c"))))
        with store.snapshot(CENTER) as reader:
            assert reader.linked_to(("b", "c", "d")) == (("a", "b"), ("a", "c"))
            assert reader.linked_to(("a",)) == ()

    def test_who_is_named_anywhere_is_told(self, store: Store) -> None:
        whole = values.booking("x")
        come = attrs.evolve(
            whole, organizer="organizer", actor="actor", attendees=(Attendee(party="attendee"),)
        )
        changes = (attrs.evolve(values.change("n", "x"), actor="clerk"),)
        write(store, Writes(insert=(come,), changes=changes))
        names = ("organizer", "actor", "attendee", "clerk", "nobody")
        with store.snapshot(CENTER) as reader:
            assert reader.named(names) == frozenset(names[:-1])
        with store.snapshot(fresh_center(store)) as reader:
            assert reader.named(names) == frozenset()

    def test_parties_are_dropped_with_all_that_is_theirs(self, store: Store) -> None:
        whole = Person(
            id="a",
            stated=(Stated(name="n", value="v"),),
            links=(Link(tie=Tie.PROXY_FOR, other="b"),),
            grants=(Grant(role="staff"),),
        )
        save(store, whole, Person(id="b"))
        with store.transaction(CENTER, scopes=frozenset()) as tx:
            tx.save_batch(Batch(id="batch", source="", actor="li", made_at=7))
            tx.save_batch_parties("batch", {"a": 1})
            tx.drop_parties(("a",))
            tx.commit()
        with store.snapshot(CENTER) as reader:
            assert reader.party_ids("", 9) == ("b",)
            assert reader.linked_to(("b",)) == ()
            assert reader.batch_parties("batch") == {}
        save(store, whole)
