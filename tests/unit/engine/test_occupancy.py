from __future__ import annotations

import attrs

from neighborbook.domain.claim import Claim, ClaimKind, Take
from neighborbook.engine.occupancy import Clash, Occupancy, displaced, gap_needed

A = Claim(owner="a", leaf="hall", start=900, end=1000)
TAKE = Take(leaf="hall")
BLOCK = attrs.evolve(A, owner="x", kind=ClaimKind.BLOCK)


def leaf(*claims: Claim, capacity: int = 1, changeover: int = 0, now: int = 0) -> Occupancy:
    return Occupancy("hall", claims, capacity=capacity, changeover=changeover, now=now)


def clash(where: Occupancy, start: int, end: int, **take: object) -> Clash:
    found = where.clash(attrs.evolve(TAKE, **take), start, end)  # type: ignore[arg-type]
    assert found is not None
    return found


def test_an_empty_leaf_is_free() -> None:
    assert leaf().clash(TAKE, 0, 1) is None


def test_neighbors_may_touch() -> None:
    assert leaf(A).clash(TAKE, 800, 900) is None
    assert leaf(A).clash(TAKE, 1000, 1100) is None


def test_a_second_too_many_is_a_clash() -> None:
    assert clash(leaf(A), 999, 1100).free_at == 1000
    assert clash(leaf(A), 800, 901).left == 0


def test_a_buffer_may_lie_over_a_buffer() -> None:
    aired = attrs.evolve(A, after=60)
    assert leaf(aired).clash(attrs.evolve(TAKE, before=60), 1060, 1100) is None


def test_a_buffer_may_not_lie_over_a_use_or_a_block() -> None:
    aired = attrs.evolve(A, after=60)
    assert clash(leaf(aired), 1059, 1100).free_at == 1060
    assert clash(leaf(BLOCK), 1030, 1100, before=60).free_at == 1060


def test_the_larger_of_teardown_and_setup_counts() -> None:
    assert gap_needed(attrs.evolve(A, after=60), attrs.evolve(A, before=90), 0) == 90


def test_another_layout_needs_the_changeover_besides() -> None:
    set_up = attrs.evolve(A, layout="theatre", after=60)
    asked = attrs.evolve(TAKE, layout="classroom")
    hall = leaf(set_up, changeover=30)
    assert clash(hall, 1089, 1200, layout="classroom").free_at == 1090
    assert hall.clash(asked, 1090, 1200) is None
    assert hall.clash(attrs.evolve(TAKE, layout="theatre"), 1060, 1200) is None


def test_a_block_needs_no_changeover() -> None:
    hall = leaf(attrs.evolve(BLOCK, layout="theatre"), changeover=30)
    assert hall.clash(attrs.evolve(TAKE, layout="classroom"), 1000, 1100) is None


def test_the_peak_counts_and_not_the_sum() -> None:
    later = attrs.evolve(A, owner="b", start=1000, end=1100)
    assert leaf(A, later, capacity=2).clash(TAKE, 900, 1100) is None


def test_a_pool_says_how_much_is_left_at_its_fullest_instant() -> None:
    found = clash(leaf(A, attrs.evolve(A, owner="b", start=950), capacity=3), 800, 1100, amount=2)
    assert (found.left, found.capacity) == (1, 3)


def test_buffers_lengthen_claims_on_a_pool() -> None:
    aired = attrs.evolve(A, after=60, amount=3)
    assert clash(leaf(aired, capacity=3), 1030, 1100).left == 0
    assert leaf(aired, capacity=3).clash(TAKE, 1060, 1100) is None


def test_a_hold_in_the_way_says_when_it_lapses() -> None:
    hold = attrs.evolve(A, lapses_at=700, held=True)
    assert clash(leaf(hold, now=699), 900, 1000).held_until == 700
    assert leaf(hold, now=700).clash(TAKE, 900, 1000) is None


def test_a_hold_beside_a_booking_is_not_what_is_in_the_way() -> None:
    hold = attrs.evolve(A, owner="b", start=1000, end=1100, lapses_at=700, held=True)
    assert clash(leaf(A, hold), 900, 1100).held_until is None


def test_a_request_that_waits_is_no_hold() -> None:
    pending = attrs.evolve(A, lapses_at=700, held=False)
    assert clash(leaf(pending), 900, 1000).held_until is None


def test_a_closure_is_named_as_such() -> None:
    assert clash(leaf(BLOCK), 900, 1000).blocked
    assert not clash(leaf(A), 900, 1000).blocked


def test_presences_are_judged_elsewhere() -> None:
    assert leaf(attrs.evolve(A, kind=ClaimKind.PRESENCE)).clash(TAKE, 900, 1000) is None


def test_nothing_fits_on_what_is_retired() -> None:
    assert clash(leaf(capacity=0), 0, 1).left == 0


def test_nobody_is_displaced_while_nothing_is_closed_or_shrunk() -> None:
    assert displaced([A], capacity=1, now=0) == frozenset()


def test_a_block_displaces_whom_it_lies_over_and_those_whose_buffers_reach_under_it() -> None:
    near = attrs.evolve(A, owner="b", start=1030, end=1100, before=60)
    apart = attrs.evolve(A, owner="c", start=1200, end=1300)
    assert displaced([A, near, apart, BLOCK], capacity=1, now=0) == {"a", "b"}


def test_whoever_was_accepted_later_goes_first_when_a_pool_shrinks() -> None:
    laid = [attrs.evolve(A, owner=f"b{n}", order=n, capacity=3) for n in (3, 1, 2)]
    assert displaced(laid, capacity=2, now=0) == {"b3"}
    assert displaced(laid, capacity=0, now=0) == {"b1", "b2", "b3"}


def test_who_is_displaced_makes_room_for_those_after() -> None:
    wide = attrs.evolve(A, owner="wide", end=1100, order=1, capacity=1)
    narrow = attrs.evolve(A, owner="narrow", start=1000, end=1100, order=2, capacity=1)
    block = attrs.evolve(BLOCK, start=900, end=950)
    assert displaced([wide, narrow, block], capacity=1, now=0) == {"wide"}
