"""The one conflict rule against a simulation, instant by instant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs
from hypothesis import given
from hypothesis import strategies as st

from neighborbook.domain.claim import Claim, ClaimKind, Take
from neighborbook.domain.spans import inside, union
from neighborbook.engine.occupancy import (
    Occupancy,
    disagree,
    displaced,
    over_capacity,
    reach,
)
from neighborbook.testing import claims

NOW = 0
BLOCK, USE = ClaimKind.BLOCK, ClaimKind.USE
BOTH = (USE, USE, BLOCK)


# The simulation: what lies where at each instant ------------------------------------------------


def visible(claim: Claim) -> set[int]:
    return set(range(claim.start, claim.end))


def turned(claim: Claim, other: Claim, changeover: int) -> int:
    if BLOCK in (claim.kind, other.kind):
        return 0
    different = claim.layout and other.layout and claim.layout != other.layout
    return changeover if different else 0


def apart(one: Claim, other: Claim, changeover: int) -> bool:
    """Whether two claims of an exclusive leaf meet the two interval constraints, and the turn.

    No instant lies in both ``[start, end + after)``, and none in both ``[start - before, end)``.
    """
    turn = turned(one, other, changeover)

    def aired(claim: Claim) -> set[int]:
        return set(range(claim.start, claim.end + claim.after + turn))

    def prepared(claim: Claim) -> set[int]:
        return set(range(claim.start - claim.before - turn, claim.end))

    return not (aired(one) & aired(other)) and not (prepared(one) & prepared(other))


def level(laid: Iterable[Claim], instant: int) -> int:
    """How much of a pool is in use at an instant; buffers lengthen claims there."""
    return sum(c.amount for c in laid if c.start - c.before <= instant < c.end + c.after)


def fits(laid: Sequence[Claim], asked: Claim, capacity: int, changeover: int) -> bool:
    if capacity == 1 and asked.amount == 1:
        return all(apart(claim, asked, changeover) for claim in laid)
    span = range(asked.start - asked.before, asked.end + asked.after)
    return all(level(laid, instant) + asked.amount <= capacity for instant in span)


def numbered(laid: Iterable[Claim]) -> list[Claim]:
    return [
        attrs.evolve(claim, owner=f"{number:02}", order=number) for number, claim in enumerate(laid)
    ]


def take(asked: Claim) -> Take:
    return Take(
        leaf=asked.leaf,
        amount=asked.amount,
        before=asked.before,
        after=asked.after,
        layout=asked.layout,
    )


# The properties ---------------------------------------------------------------------------------


@given(claims(kinds=BOTH), claims(kinds=BOTH), st.integers(0, 4))
def test_two_claims_agree_when_they_meet_the_two_interval_constraints(
    one: Claim, other: Claim, changeover: int
) -> None:
    assert disagree(one, other, changeover) is not apart(one, other, changeover)
    assert disagree(one, other, changeover) is disagree(other, one, changeover)


@given(st.lists(claims(kinds=BOTH), max_size=12), claims(), st.integers(0, 4))
def test_a_use_fits_on_an_exclusive_leaf_where_it_agrees_with_each_claim(
    laid: list[Claim], asked: Claim, changeover: int
) -> None:
    leaf = Occupancy("A", numbered(laid), capacity=1, changeover=changeover, now=NOW)
    found = leaf.clash(take(asked), asked.start, asked.end)
    assert (found is None) is fits(laid, asked, 1, changeover)
    assert (found is None) is not any(disagree(claim, asked, changeover) for claim in laid)


@given(
    st.integers(2, 5).flatmap(
        lambda capacity: st.tuples(
            st.just(capacity),
            st.lists(claims(capacity=capacity, kinds=BOTH), max_size=14),
            claims(capacity=capacity),
        )
    )
)
def test_a_pool_is_judged_by_its_fullest_instant(case: tuple[int, list[Claim], Claim]) -> None:
    capacity, laid, asked = case
    found = Occupancy("A", numbered(laid), capacity=capacity, now=NOW).clash(
        take(asked), asked.start, asked.end
    )
    assert (found is None) is fits(laid, asked, capacity, 0)
    if found is not None:
        span = range(*reach(asked))
        assert found.left == max(0, capacity - max(level(laid, at) for at in span))


@given(
    st.integers(1, 4).flatmap(
        lambda capacity: st.tuples(
            st.just(capacity),
            st.lists(claims(capacity=capacity, kinds=BOTH), max_size=10).map(numbered),
        )
    )
)
def test_a_leaf_is_full_at_the_instants_for_which_one_cannot_be_had(
    case: tuple[int, list[Claim]],
) -> None:
    capacity, laid = case
    leaf = Occupancy("A", laid, capacity=capacity, now=NOW)
    full = leaf.full()
    assert list(full) == list(union(full))
    one = Take(leaf="A")
    for instant in range(-10, 70):
        cannot = leaf.clash(one, instant, instant + 1) is not None
        assert any(instant in span for span in full) is cannot


@given(
    st.integers(1, 4).flatmap(
        lambda capacity: st.tuples(
            st.just(capacity),
            st.lists(claims(capacity=capacity, kinds=BOTH), max_size=12).map(numbered),
            claims(capacity=5),
        )
    ),
    st.integers(0, 4),
)
def test_barred_are_the_starts_at_which_a_take_would_clash(
    case: tuple[int, list[Claim], Claim], changeover: int
) -> None:
    capacity, laid, asked = case
    leaf = Occupancy("A", laid, capacity=capacity, changeover=changeover, now=NOW)
    one, length = take(asked), asked.end - asked.start
    barred = leaf.barred(one, length)
    assert list(barred) == sorted(set(barred))
    for start in range(-80, 140):
        clashes = leaf.clash(one, start, start + length) is not None
        assert inside(barred, start) is clashes
        assert leaf.fits(one, start, start + length) is not clashes


@given(
    st.integers(1, 3).flatmap(
        lambda capacity: st.tuples(
            st.just(capacity), st.lists(claims(capacity=capacity), max_size=8)
        )
    ),
    st.data(),
)
def test_what_has_lapsed_and_what_is_its_own_do_not_count(
    case: tuple[int, list[Claim]], data: st.DataObject
) -> None:
    capacity, drawn = case
    laid = [
        attrs.evolve(claim, lapses_at=data.draw(st.sampled_from([None, 99, 100, 101])))
        for claim in numbered(drawn)
    ]
    asked = data.draw(claims(capacity=capacity))
    counting = [c for c in laid if c.owner != "00" and c.lapses_at in (None, 101)]
    leaf = Occupancy("A", laid, capacity=capacity, now=100, ignore="00")
    found = leaf.clash(take(asked), asked.start, asked.end)
    assert (found is None) is fits(counting, asked, capacity, 0)


@given(
    st.integers(1, 3).flatmap(
        lambda capacity: st.tuples(
            st.just(capacity), st.lists(claims(capacity=capacity), max_size=8)
        )
    ),
    st.data(),
)
def test_held_until_is_said_where_the_place_would_be_free_without_holds(
    case: tuple[int, list[Claim]], data: st.DataObject
) -> None:
    capacity, drawn = case
    laid = [
        attrs.evolve(claim, lapses_at=data.draw(st.integers(101, 110)), held=True)
        if data.draw(st.booleans())
        else claim
        for claim in numbered(drawn)
    ]
    asked = data.draw(claims(capacity=capacity))
    found = Occupancy("A", laid, capacity=capacity, now=100).clash(
        take(asked), asked.start, asked.end
    )
    if found is not None:
        firm = [claim for claim in laid if not claim.held]
        assert (found.held_until is not None) is fits(firm, asked, capacity, 0)
        if found.held_until is not None:
            then = [c for c in laid if c.live(found.held_until)]
            assert fits(then, asked, capacity, 0)


@given(
    st.integers(1, 3).flatmap(
        lambda capacity: st.tuples(
            st.integers(0, capacity),
            st.just(capacity),
            st.lists(claims(capacity=capacity), max_size=10),
            st.lists(claims(capacity=capacity, kinds=(BLOCK,)), max_size=3),
        )
    )
)
def test_who_was_accepted_first_stays_under_blocks_and_a_lowered_capacity(
    case: tuple[int, int, list[Claim], list[Claim]],
) -> None:
    lowered, capacity, drawn, blocks = case
    accepted: list[Claim] = []
    for claim in numbered(drawn):
        if fits(accepted, claim, capacity, 0):
            accepted.append(claim)
    standing = list(blocks)
    expected = set()
    for use in accepted:
        if fits(standing, use, lowered, 0):
            standing.append(use)
        else:
            expected.add(use.owner)
    laid = [*reversed(accepted), *blocks]
    assert displaced(laid, capacity=lowered, now=NOW) == expected


@given(
    st.integers(1, 4).flatmap(
        lambda capacity: st.lists(claims(capacity=capacity), max_size=12).map(numbered)
    )
)
def test_over_capacity_names_the_uses_that_would_not_have_been_accepted(laid: list[Claim]) -> None:
    expected = {
        use.owner
        for use in laid
        if not fits([peer for peer in laid if peer.order < use.order], use, use.capacity, 0)
    }
    assert {use.owner for use in over_capacity(laid)} == expected


def test_a_changeover_that_was_made_longer_since_displaces_nobody() -> None:
    nine = Claim(owner="a", leaf="A", start=9, end=10, layout="rows", order=1)
    ten = Claim(owner="b", leaf="A", start=10, end=11, layout="ring", order=2)
    noon = Claim(owner="c", leaf="A", start=12, end=13, kind=BLOCK)
    assert disagree(nine, ten, changeover=1)
    assert displaced([nine, ten, noon], capacity=1, now=NOW) == set()
    assert displaced([nine, ten, attrs.evolve(noon, start=10)], capacity=1, now=NOW) == {"b"}


def test_buffers_that_lie_over_one_another_are_not_over_capacity() -> None:
    nine = Claim(owner="a", leaf="A", start=9, end=10, before=2, after=2, order=1)
    twelve = Claim(owner="b", leaf="A", start=12, end=13, before=2, after=2, order=2)
    assert over_capacity([nine, twelve]) == ()
    too_near = attrs.evolve(twelve, start=11)
    assert over_capacity([nine, too_near]) == (too_near,)


def test_setup_over_an_earlier_use_is_over_capacity_too() -> None:
    nine = Claim(owner="a", leaf="A", start=9, end=10, order=1)
    eleven = Claim(owner="b", leaf="A", start=11, end=13, before=2, order=2)
    assert over_capacity([nine, eleven]) == (eleven,)
