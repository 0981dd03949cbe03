"""What holds of times in every zone."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from neighborbook.domain.hours import ALL_DAY, CLOSED, DayHours, OpeningHours, TimeRange, day_hours
from neighborbook.domain.spans import common, union, without
from neighborbook.domain.times import (
    LONGEST,
    Span,
    at_local,
    day_exists,
    day_of,
    day_span,
    day_start,
    days_of,
    format_length,
    format_local,
    local_start,
    offset_at,
    parse_instant,
    parse_length,
    reproject,
    resolve_wall,
    stretches,
    to_local,
    to_pendulum,
    zone,
    zone_keys,
)
from neighborbook.domain.working_days import WorkingDays
from neighborbook.engine.availability import open_spans
from neighborbook.engine.grid import grid_starts, next_on_grid, on_grid, previous_on_grid

DAY = 86_400
HOUR = 3_600
ODD = ["Pacific/Apia", "America/Santiago", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Gaza"]

zones = st.one_of(st.sampled_from(ODD), st.sampled_from(sorted(zone_keys()))).map(zone)
dates = st.dates(date(1970, 1, 2), date(2200, 12, 30))
anywhen = st.datetimes(datetime(1970, 1, 2), datetime(2199, 6, 30)).map(  # noqa: DTZ001
    lambda wall: int(wall.replace(tzinfo=UTC).timestamp())
)


@st.composite
def places(draw: st.DrawFn) -> tuple[ZoneInfo, int]:
    """A zone and an instant, one time in two near a change of its clocks."""
    where: ZoneInfo = draw(zones)
    instant = draw(anywhen)
    changes = [s.start for s in stretches(instant, instant + 366 * DAY, where)][1:]
    if draw(st.booleans()) and changes:
        instant = draw(st.sampled_from(changes)) + draw(st.integers(-90 * 60, 90 * 60))
    return where, instant


@given(places())
def test_text_and_pendulum_name_the_instant_they_were_made_from(
    place: tuple[ZoneInfo, int],
) -> None:
    where, instant = place
    assert parse_instant(format_local(instant, where), zone("UTC")) == instant
    assert parse_instant(to_local(instant, where), zone("UTC")) == instant
    shown = to_pendulum(instant, where)
    assert parse_instant(shown, zone("UTC")) == instant
    assert shown.isoformat() == format_local(instant, where)


@given(places())
def test_a_kept_wall_time_and_its_fold_name_the_instant(place: tuple[ZoneInfo, int]) -> None:
    where, instant = place
    fold = to_local(instant, where).fold
    assert reproject(local_start(instant, where), where.key, fold) == instant


@given(places())
def test_text_without_offset_names_the_instant_or_both_readings(
    place: tuple[ZoneInfo, int],
) -> None:
    where, instant = place
    wall = to_local(instant, where).replace(tzinfo=None).isoformat()
    readings = {
        parse_instant(wall, where, ambiguous="earlier"),
        parse_instant(wall, where, ambiguous="later"),
    }
    assert instant in readings
    assert all(local_start(one, where) == local_start(instant, where) for one in readings)


@given(zones, dates)
def test_days_tile_the_line(where: ZoneInfo, day: date) -> None:
    week = [day + timedelta(days=count) for count in range(-3, 4)]
    spans = [day_span(one, where) for one in week if day_exists(one, where)]
    assert len(spans) >= 6
    assert all(first.end == second.start for first, second in pairwise(spans))
    assert all(20 * HOUR <= span.length <= 28 * HOUR for span in spans)


@given(places())
def test_every_instant_lies_in_its_day(place: tuple[ZoneInfo, int]) -> None:
    where, instant = place
    day = day_of(instant, where)
    assert instant in day_span(day, where)
    assert days_of(Span(instant, instant + 1), where) == (day,)


@given(zones, dates, st.integers(0, 2879))
def test_a_resolved_wall_time_is_the_first_that_is_shown_or_past(
    where: ZoneInfo, day: date, minutes: int
) -> None:
    found = resolve_wall(day, minutes, where)
    shown = at_local(day, minutes, where)
    wanted = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minutes)
    assert to_local(found, where).replace(tzinfo=None) >= wanted
    assert to_local(found - 1, where).replace(tzinfo=None) < wanted
    if shown:
        assert found == shown[0]


@given(places(), st.integers(1, 3 * 366 * DAY))
def test_stretches_fill_a_time_and_agree_with_the_zone(
    place: tuple[ZoneInfo, int], length: int
) -> None:
    where, start = place
    found = list(stretches(start, start + length, where))
    assert found[0].start == start
    assert found[-1].end == start + length
    for before, after in pairwise(found):
        assert before.end == after.start
        assert before.offset != after.offset
    for one in found:
        for probe in range(one.start, one.end, 1 + (one.end - one.start) // 20):
            assert offset_at(probe, where) == one.offset
        assert offset_at(one.end - 1, where) == one.offset


@given(st.integers(0, LONGEST))
def test_a_length_can_be_read_back(seconds: int) -> None:
    assert parse_length(format_length(seconds)) == seconds


spans = st.builds(
    lambda start, length: Span(start, start + length), st.integers(0, 60), st.integers(1, 20)
)


def instants(some: tuple[Span, ...] | list[Span]) -> set[int]:
    return {instant for span in some for instant in range(span.start, span.end)}


@given(st.lists(spans), st.lists(spans))
def test_sums_with_spans_are_sums_with_sets_of_instants(
    first: list[Span], second: list[Span]
) -> None:
    one, other = union(first), union(second)
    for found, expected in (
        (one, instants(first)),
        (common(one, other), instants(first) & instants(second)),
        (without(one, other), instants(first) - instants(second)),
    ):
        assert instants(found) == expected
        assert all(earlier.end < later.start for earlier, later in pairwise(found))


@given(places(), st.integers(1, 3 * DAY), st.integers(1, 1440), st.integers(0, 1439))
def test_the_grid_is_what_asking_each_minute_finds(
    place: tuple[ZoneInfo, int], length: int, granularity: int, anchor: int
) -> None:
    where, start = place
    span = Span(start, start + length)
    # Some zones were off by odd seconds before 1972; elsewhere clocks show whole minutes together.
    odd = {piece.offset % 60 for piece in stretches(span.start, span.end, where)}
    expected = []
    for instant in sorted(
        one for rest in odd for one in range(start + (-rest - start) % 60, span.end, 60)
    ):
        local = to_local(instant, where)
        minute = local.hour * 60 + local.minute
        if local.second == 0 and (minute - anchor) % granularity == 0:
            expected.append(instant)
    assert list(grid_starts([span], granularity, where, anchor=anchor)) == expected


@given(places(), st.integers(1, 1440))
def test_the_neighbors_on_the_grid_are_on_it_and_nearest(
    place: tuple[ZoneInfo, int], granularity: int
) -> None:
    where, instant = place
    before = previous_on_grid(instant, granularity, where)
    after = next_on_grid(instant, granularity, where)
    assert before <= instant <= after
    assert on_grid(before, granularity, where)
    assert on_grid(after, granularity, where)
    between = Span(before, after + 1)
    assert list(grid_starts([between], granularity, where)) == sorted({before, after})


ranges = st.builds(
    lambda opens, length: TimeRange(opens=opens * 30, closes=opens * 30 + length * 30),
    st.integers(0, 47),
    st.integers(1, 48),
)


@st.composite
def weeks(draw: st.DrawFn) -> OpeningHours:
    def one_day() -> DayHours:
        several = draw(st.lists(ranges, max_size=3))
        try:
            return day_hours(several)
        except ValueError:
            return day_hours(several[:1])

    return OpeningHours(id="h", weekly=tuple(one_day() for _ in range(7)))


@given(places(), st.lists(weeks(), min_size=1, max_size=3), st.integers(1, 4 * DAY))
def test_open_times_do_not_depend_on_how_the_window_is_cut(
    place: tuple[ZoneInfo, int], layers: list[OpeningHours], length: int
) -> None:
    where, start = place
    plain = WorkingDays()
    cut = start + length // 2 or 1
    whole = open_spans(layers, plain, where, Span(start, start + length))
    wide = open_spans(layers, plain, where, Span(start - DAY, start + length + DAY))
    assert whole == common(wide, [Span(start, start + length)])
    if start < cut < start + length:
        parts = [Span(start, cut), Span(cut, start + length)]
        assert whole == union(
            span for part in parts for span in open_spans(layers, plain, where, part)
        )
    each = [open_spans([one], plain, where, Span(start, start + length)) for one in layers]
    for one in each:
        assert common(whole, one) == whole


@given(zones, dates, weeks())
def test_it_is_open_when_the_clock_lies_in_a_range(
    where: ZoneInfo, day: date, hours: OpeningHours
) -> None:
    """Away from changes of clocks, being open is a question to the clock on the wall alone."""
    if not day_exists(day, where):
        return
    around = Span(
        day_start(day - timedelta(days=1), where), day_start(day + timedelta(days=2), where)
    )
    if len(list(stretches(around.start, around.end, where))) > 1:
        return
    whole = day_span(day, where)
    found = open_spans([hours], WorkingDays(), where, whole)
    for minute in range(0, 1440, 30):
        today = hours.weekly[day.weekday()]
        yesterday = hours.weekly[(day.weekday() - 1) % 7]
        expected = any(one.opens <= minute < one.closes for one in today) or any(
            one.opens <= minute + 1440 < one.closes for one in yesterday
        )
        assert any(whole.start + minute * 60 in span for span in found) is expected


@given(zones, dates)
def test_a_closed_day_has_no_open_time_and_an_open_one_all_of_it(
    where: ZoneInfo, day: date
) -> None:
    if day_exists(day, where):
        whole = day_span(day, where)
        for ranges_, expected in ((ALL_DAY, (whole,)), (CLOSED, ())):
            hours = OpeningHours(id="h", weekly=(ranges_,) * 7)
            assert open_spans([hours], WorkingDays(), where, whole) == expected
