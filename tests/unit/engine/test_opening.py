"""When a place is open for an offering, asked once for many starts or for each alone."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neighborbook.domain.hours import OpeningHours
from neighborbook.domain.hours_text import parse_hours
from neighborbook.domain.offering import DAY, HOUR
from neighborbook.domain.times import Span
from neighborbook.engine.opening import opening
from tests.unit.engine.asking import at, catalog, hall

BEGIN = at("2026-12-06 00:00")
WINDOW = Span(BEGIN, BEGIN + 5 * DAY)


def hours(text: str) -> OpeningHours:
    made, faults = parse_hours("h", {"daily": text})
    assert made is not None, faults
    return made


@pytest.mark.parametrize("over_breaks", [False, True])
@given(
    st.sampled_from(
        ["open", "08:00-12:00, 13:00-17:00", "18:00-02:00, 09:00-10:00", "08:00-20:00"]
    ),
    st.integers(1, 30),
    st.integers(0, 4),
    st.integers(0, 4),
    st.booleans(),
)
def test_the_starts_of_many_days_are_those_that_each_time_serves_by_itself(
    over_breaks: bool,
    text: str,
    length: int,
    before: int,
    after: int,
    staffed: bool,
) -> None:
    known = attrs.evolve(
        catalog(),
        center=attrs.evolve(catalog().center, hours=("h",)),
        hours={**catalog().hours, "h": hours(text), "staff": hours("07:30-11:00, 12:30-19:00")},
    )
    offering = hall()
    offering = attrs.evolve(
        offering, policy=attrs.evolve(offering.policy, over_breaks=over_breaks), hours=()
    )
    offering = attrs.evolve(offering, staffed=("staff",) if staffed else ())
    long, setup, teardown = length * HOUR // 2, before * HOUR // 4, after * HOUR // 4
    wide = Span(WINDOW.start, WINDOW.end + long)
    spans = opening(known, offering, "hall", wide).starts(long, setup, teardown)
    for start in range(WINDOW.start, WINDOW.end, HOUR // 2):
        alone = opening(known, offering, "hall", Span(start, start + long))
        assert any(start in span for span in spans) is alone.serves(
            setup, teardown, start, start + long
        )
