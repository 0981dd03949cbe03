"""An audit finds nothing in what the desk wrote, whatever was done, and counts what is there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neighborbook.domain.claim import Claim
from neighborbook.engine.audit_uses import sweep
from neighborbook.engine.occupancy import over_capacity
from tests.properties.desks import SLOW, centers, opened, play, stories


@given(st.data())
@SLOW
def test_an_audit_finds_nothing_in_what_a_desk_wrote(data: st.DataObject) -> None:
    catalog = data.draw(centers())
    with opened(catalog) as at:
        play(at, data.draw(stories(catalog, most=25)))
        before = at.desk.check()
        assert [str(found) for found in before.findings if found.code != "log_unsealed"] == []
        at.desk.settle()
        after = at.desk.check()
        assert list(map(str, after.findings)) == []
        assert after.bookings == len(at.bookings())
        assert after.position == after.changes


@pytest.mark.prove
@given(st.data())
@settings(SLOW, max_examples=1_000)
def test_nor_does_it_in_a_thousand_long_stories(data: st.DataObject) -> None:
    catalog = data.draw(centers())
    with opened(catalog) as at:
        play(at, data.draw(stories(catalog, most=60)))
        at.desk.settle()
        assert list(map(str, at.desk.check().findings)) == []


@st.composite
def uses(draw: st.DrawFn) -> list[Claim]:
    """Draw uses that may well be too many, on two leaves, in any order of acceptance."""
    many = draw(st.integers(0, 12))
    made = []
    for n in range(many):
        start = draw(st.integers(0, 20))
        made.append(
            Claim(
                owner=draw(st.sampled_from([f"o{n}", "o0"])),
                leaf=draw(st.sampled_from(["A", "B"])),
                start=start,
                end=start + draw(st.integers(1, 8)),
                before=draw(st.integers(0, 3)),
                after=draw(st.integers(0, 3)),
                amount=draw(st.integers(1, 2)),
                capacity=draw(st.integers(1, 3)),
                order=draw(st.integers(0, 4)),
            )
        )
    return made


def _identity(claim: Claim) -> int:
    return id(claim)


@given(uses())
def test_one_sweep_finds_what_comparing_all_with_all_finds(laid: list[Claim]) -> None:
    in_order = sorted(laid, key=lambda use: (use.leaf, use.start - use.before))
    swept = sorted((over.use for over in sweep(in_order)), key=_identity)
    assert swept == sorted(over_capacity(laid), key=_identity)
