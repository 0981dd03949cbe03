"""Whenever a booking is, a reader of its calendar finds the same instants."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import recurring_ical_events  # type: ignore[import-untyped]
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from neighborbook.domain.civil import instant_of
from neighborbook.domain.spans import Span
from neighborbook.domain.zones import stretches, zone
from neighborbook.ical.busy import BusyPeriod, merged
from neighborbook.ical.lint import lint
from neighborbook.ical.vcalendar import Vcalendar, write
from neighborbook.ical.vevent import Vevent

# icalendar looks zones up by name, in the system's copy if there is one: rules that were
# changed of late may be older there than ours.
SETTLED = (
    "Asia/Shanghai",
    "Europe/Helsinki",
    "Europe/Dublin",
    "America/New_York",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Etc/GMT-8",
)
KEYS = (*SETTLED, "Africa/Cairo", "America/Havana", "America/Nuuk", "Asia/Gaza")
FROM, TO = (instant_of(datetime(year, 1, 1, tzinfo=UTC)) for year in (2024, 2034))
CHANGES = {
    key: [part.start for part in stretches(FROM, TO, zone(key))][1:] or [FROM] for key in KEYS
}


@st.composite
def vevents(draw: st.DrawFn, keys: tuple[str, ...]) -> Vevent:
    key = draw(st.sampled_from(keys))
    # Half of them where the clocks change: everywhere else times are easy.
    near = st.builds(
        int.__add__, st.sampled_from(CHANGES[key]), st.integers(-36, 36).map(lambda n: n * 300)
    )
    start = draw(near | st.integers(FROM, TO))
    return Vevent(
        uid=draw(st.uuids()).hex,
        start=start,
        end=start + draw(st.integers(1, 200_000) | st.sampled_from([300, 3600, 7200])),
        zone=key,
        summary="Fire safety",
        last_modified_at=1_790_000_000,
    )


SECOND_HALF_PAST_ONE = instant_of(datetime(2026, 11, 1, 6, 30, tzinfo=UTC))


@given(st.lists(vevents(SETTLED), max_size=5))
@example(
    [
        Vevent(
            uid=f"{start}",
            start=start,
            end=start + 900,
            zone="America/New_York",
            summary="01:30",
            last_modified_at=0,
        )
        for start in (SECOND_HALF_PAST_ONE - 3600, SECOND_HALF_PAST_ONE)
    ]
)
def test_independent_readers_find_the_same_instants(given_: list[Vevent]) -> None:
    payload = write(Vcalendar(name="A", zone="Asia/Shanghai"), given_)
    calendar = Calendar.from_ical(payload)
    found = recurring_ical_events.of(calendar).between(
        datetime.fromtimestamp(FROM, UTC) - timedelta(days=9),
        datetime.fromtimestamp(TO, UTC) + timedelta(days=9),
    )

    expected = {one.uid: (one.start, one.end) for one in given_}
    assert {e["UID"]: (instant_of(e.start), instant_of(e.end)) for e in found} == expected


@given(st.lists(vevents(KEYS), max_size=5))
def test_who_reads_the_zones_out_of_the_calendar_finds_the_same_instants(
    given_: list[Vevent],
) -> None:
    payload = write(Vcalendar(name="A", zone="Asia/Shanghai"), given_)

    # The linter reads each wall time by our VTIMEZONE, with dateutil, and compares.
    assert lint(payload) == ()


PERIODS = st.builds(
    lambda start, length, tentative: BusyPeriod(
        span=Span(start, start + length), tentative=tentative
    ),
    st.integers(0, 30),
    st.integers(1, 8),
    st.booleans(),
)


def covered(periods: tuple[BusyPeriod, ...], *, tentative: bool) -> set[int]:
    return {
        instant
        for period in periods
        if period.tentative is tentative
        for instant in range(period.span.start, period.span.end)
    }


@given(st.lists(PERIODS, max_size=12).map(tuple))
def test_merged_periods_tell_each_instant_once_and_as_few_as_can_be(
    periods: tuple[BusyPeriod, ...],
) -> None:
    found = merged(periods)
    firm = covered(periods, tentative=False)

    assert covered(found, tentative=False) == firm
    assert covered(found, tentative=True) == covered(periods, tentative=True) - firm
    assert sum(period.span.length for period in found) == len(
        firm | covered(periods, tentative=True)
    )
    for one, other in pairwise(found):
        assert one.span.end <= other.span.start
        assert one.span.end < other.span.start or one.tentative is not other.tentative
