"""The contract: what was written is read back as it was, whatever it was."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neighborbook.domain.booking import Booking
from neighborbook.domain.change import Change
from neighborbook.domain.claim import Claim
from neighborbook.domain.closure import Closure
from neighborbook.domain.limit import LimitUse
from neighborbook.errors import InvalidRequest
from neighborbook.storage.abc import CatalogItem, Notice, Store, Writes
from tests.contracts.storage import values
from tests.contracts.storage.values import CENTER, booking
from tests.contracts.storage.writing import fresh_center, same_store, write


class RoundTrips:
    """One store for all examples of a test; each example has a center of its own."""

    @same_store
    @given(kept=values.bookings())
    def test_a_booking_comes_back_with_every_attribute(self, store: Store, kept: Booking) -> None:
        center = fresh_center(store)
        kept = attrs.evolve(kept, center=center)
        write(store, Writes(insert=(kept,)), center=center)
        with store.snapshot(center) as reader:
            found = reader.booking(kept.id)
        assert found is not None
        # Attendees' details do not count when comparing, but they do here.
        assert attrs.asdict(found) == attrs.asdict(kept)

    @same_store
    @given(first=values.bookings(), second=values.bookings())
    def test_an_update_changes_every_attribute_but_the_ids(
        self, store: Store, first: Booking, second: Booking
    ) -> None:
        center = fresh_center(store)
        first = attrs.evolve(first, center=center)
        second = attrs.evolve(second, center=center, id=first.id, uid=first.uid)
        write(store, Writes(insert=(first,)), center=center)
        write(store, Writes(update=((second, first.version),)), center=center)
        with store.snapshot(center) as reader:
            found = reader.booking(first.id)
        assert found is not None
        assert attrs.asdict(found) == attrs.asdict(second)

    @same_store
    @given(kept=st.lists(values.claims(), max_size=4))
    def test_claims_come_back_in_their_order(self, store: Store, kept: list[Claim]) -> None:
        owned = tuple(attrs.evolve(claim, owner="b") for claim in kept)
        center = fresh_center(store)
        write(store, Writes(claims={"b": owned}), center=center)
        with store.snapshot(center) as reader:
            assert reader.claims_of(["b", "other"]) == {"b": owned, "other": ()}

    @same_store
    @given(kept=st.lists(values.limit_uses, max_size=4))
    def test_limit_uses_come_back_in_their_order(self, store: Store, kept: list[LimitUse]) -> None:
        owned = tuple(attrs.evolve(use, owner="b") for use in kept)
        center = fresh_center(store)
        one = booking("b", center=center)
        write(store, Writes(insert=(one,), limit_uses={"b": owned}), center=center)
        with store.snapshot(center) as reader:
            assert reader.limit_uses_of(["b"]) == {"b": owned}

    @same_store
    @given(kept=values.closures(), again=values.closures())
    def test_a_closure_comes_back_and_can_be_replaced(
        self, store: Store, kept: Closure, again: Closure
    ) -> None:
        center = fresh_center(store)
        kept = attrs.evolve(kept, center=center)
        again = attrs.evolve(again, center=center, id=kept.id)
        write(store, Writes(closures=(kept,)), center=center)
        with store.snapshot(center) as reader:
            assert reader.closure(kept.id) == kept
        write(store, Writes(closures=(again,)), center=center)
        with store.snapshot(center) as reader:
            assert reader.closure(kept.id) == again
            assert reader.closures(None, None) == (again,)

    @same_store
    @given(kept=st.lists(values.changes, max_size=4, unique_by=lambda change: change.id))
    def test_changes_come_back_oldest_first(self, store: Store, kept: list[Change]) -> None:
        center = fresh_center(store)
        one = booking("b", center=center)
        write(store, Writes(insert=(one,), changes=tuple(kept)), center=center)
        with store.snapshot(center) as reader:
            assert reader.history("b") == tuple(kept)

    @same_store
    @given(kept=st.lists(values.notices, max_size=4, unique_by=lambda notice: notice.id))
    def test_notices_come_back_by_when_they_are_due(self, store: Store, kept: list[Notice]) -> None:
        center = fresh_center(store)
        write(store, Writes(notices=tuple(kept)), center=center)
        due = [notice for notice in kept if notice.due_at <= 500]
        with store.snapshot(center) as reader:
            found = reader.notices(500, 10)
            by_kind = {each.kind: reader.notices(500, 10, kind=each.kind) for each in due}
        assert found == tuple(sorted(due, key=lambda notice: (notice.due_at, notice.id)))
        for kind, of_kind in by_kind.items():
            assert of_kind == tuple(notice for notice in found if notice.kind == kind)
        write(store, Writes(told=tuple(notice.id for notice in found)), center=center)
        with store.snapshot(center) as reader:
            assert reader.notices(500, 10) == ()

    @same_store
    @given(
        kept=st.lists(
            values.catalog_items, max_size=5, unique_by=lambda item: (item.kind, item.id)
        ),
        revision=st.integers(1, 1000),
    )
    def test_a_catalog_comes_back_by_kind_in_the_order_of_loading(
        self, store: Store, kept: list[CatalogItem], revision: int
    ) -> None:
        center = fresh_center(store)
        with store.transaction(center, scopes=frozenset(), exclusive=True) as transaction:
            transaction.save_catalog((CatalogItem(kind="old", id="old", body=""),), 1)
            transaction.save_catalog(tuple(kept), revision)
            assert transaction.revision == revision
            transaction.commit()
        with store.snapshot(center) as reader:
            assert reader.catalog() == tuple(sorted(kept, key=lambda item: item.kind))
            assert reader.revision == revision

    @pytest.mark.parametrize("text", ["a\0b", "\ud800", "x\udfff"])
    def test_a_text_that_one_database_cannot_keep_is_refused_by_both(
        self, store: Store, text: str
    ) -> None:
        bad = attrs.evolve(booking("b"), title=text, organizer=text)
        with pytest.raises(InvalidRequest) as refused:
            write(store, Writes(insert=(bad,)))
        assert {fault.path for fault in refused.value.faults} == {"title", "organizer"}
        assert text not in str(refused.value)
        with pytest.raises(InvalidRequest):
            write(store, Writes(claims={text: (values.claim(text),)}))
        with store.snapshot(CENTER) as reader, pytest.raises(InvalidRequest):
            reader.booking(text)
        with store.snapshot(CENTER) as reader:
            assert reader.bookings(values.everything) == ()

    @pytest.mark.parametrize(
        "text", [r"\u0000", r"\\u0000", "\x01\x1f\x7f\x85", "🏓👩‍👧", "'\"`;--"]
    )
    def test_any_other_text_is_kept_as_it_is(self, store: Store, text: str) -> None:
        kept = attrs.evolve(booking("b"), title=text, waits_for=(text,))
        write(store, Writes(insert=(kept,), claims={"b": (values.claim("b", leaf=text),)}))
        with store.snapshot(CENTER) as reader:
            assert reader.booking("b") == kept
            assert reader.claims_of(["b"])["b"][0].leaf == text

    def test_a_number_past_64_bits_is_refused(self, store: Store) -> None:
        with pytest.raises(InvalidRequest) as refused:
            write(store, Writes(insert=(attrs.evolve(booking("b"), headcount=1 << 63),)))
        assert [fault.path for fault in refused.value.faults] == ["headcount"]
