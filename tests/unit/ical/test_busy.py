from __future__ import annotations

import pytest
from icalendar import Calendar

from neighborbook.domain.spans import Span
from neighborbook.ical.busy import BusyPeriod, merged, write_busy, write_freebusy
from neighborbook.ical.lint import lint
from neighborbook.ical.vcalendar import Vcalendar
from tests.unit.ical.calendars import CALENDAR, at, occurrences

NINE, TEN, ELEVEN, TWELVE = (at(f"2026-12-01T{hour:02}:00+08:00") for hour in (9, 10, 11, 12))


def firm(start: int, end: int) -> BusyPeriod:
    return BusyPeriod(span=Span(start, end))


def loose(start: int, end: int) -> BusyPeriod:
    return BusyPeriod(span=Span(start, end), tentative=True)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((), ()),
        ((firm(1, 2), firm(2, 3)), (firm(1, 3),)),
        ((firm(1, 5), firm(2, 3)), (firm(1, 5),)),
        ((firm(4, 5), firm(1, 2)), (firm(1, 2), firm(4, 5))),
        ((loose(1, 3), firm(2, 4)), (loose(1, 2), firm(2, 4))),
        (
            (loose(1, 9), firm(2, 3), firm(5, 6)),
            (loose(1, 2), firm(2, 3), loose(3, 5), firm(5, 6), loose(6, 9)),
        ),
        ((loose(2, 3), firm(1, 4)), (firm(1, 4),)),
        ((loose(1, 2), loose(2, 3)), (loose(1, 3),)),
        ((loose(1, 2), loose(3, 6), firm(1, 4)), (firm(1, 4), loose(4, 6))),
    ],
)
def test_periods_that_touch_are_one_and_confirmed_outweighs_tentative(
    given: tuple[BusyPeriod, ...], expected: tuple[BusyPeriod, ...]
) -> None:
    assert merged(given) == expected


def test_a_busy_calendar_tells_periods_and_nothing_else() -> None:
    payload = write_busy(
        CALENDAR, (firm(NINE, TEN), firm(TEN, ELEVEN), loose(ELEVEN, TWELVE)), feed="f"
    )

    assert occurrences(payload) == [(NINE, ELEVEN), (ELEVEN, TWELVE)]
    events = Calendar.from_ical(payload).events
    assert [event["STATUS"] for event in events] == ["CONFIRMED", "TENTATIVE"]
    assert [event["SUMMARY"] for event in events] == ["Busy", "Busy, not confirmed"]
    assert {event["TRANSP"] for event in events} == {"OPAQUE"}
    assert not {"LOCATION", "DESCRIPTION", "URL", "CREATED", "RRULE"} & {
        name for event in events for name in event
    }
    assert lint(payload) == ()


def test_it_cannot_be_seen_how_many_bookings_make_up_a_period() -> None:
    together = write_busy(CALENDAR, (firm(NINE, ELEVEN),), feed="f")
    apart = write_busy(CALENDAR, (firm(TEN, ELEVEN), firm(NINE, TEN), firm(NINE, TEN)), feed="f")

    assert together == apart


def uids(payload: bytes) -> list[str]:
    return [str(event["UID"]) for event in Calendar.from_ical(payload).events]


def test_the_same_period_has_another_uid_in_another_feed() -> None:
    one, two = (uids(write_busy(CALENDAR, (firm(NINE, TEN),), feed=feed)) for feed in ("f", "g"))

    assert one != two


def test_a_period_that_changes_gets_another_uid_and_one_that_stays_keeps_it() -> None:
    before = uids(write_busy(CALENDAR, (firm(NINE, TEN), firm(ELEVEN, TWELVE)), feed="f"))
    after = uids(write_busy(CALENDAR, (loose(NINE, TEN), firm(ELEVEN, TWELVE)), feed="f"))

    assert before[0] != after[0]
    assert before[1] == after[1]


def test_busy_times_are_worded_in_the_language_of_the_calendar() -> None:
    calendar = Vcalendar(name="A", zone="Asia/Shanghai", language="zh-CN")
    payload = write_busy(calendar, (firm(NINE, TEN), loose(TEN, ELEVEN)), feed="f")

    summaries = [event["SUMMARY"] for event in Calendar.from_ical(payload).events]
    assert summaries == ["占用", "占用（未确认）"]


def test_a_freebusy_tells_its_window_and_cuts_what_reaches_over_it() -> None:
    payload = write_freebusy(
        CALENDAR,
        (firm(NINE, ELEVEN), loose(ELEVEN, TWELVE), firm(1, 2)),
        feed="f",
        window=Span(TEN, TWELVE),
        revised_at=1_790_000_000,
    )
    lines = payload.decode().split("\r\n")

    assert "DTSTART:20261201T020000Z" in lines
    assert "DTEND:20261201T040000Z" in lines
    assert [line for line in lines if line.startswith("FREEBUSY")] == [
        "FREEBUSY;FBTYPE=BUSY:20261201T020000Z/20261201T030000Z",
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261201T030000Z/20261201T040000Z",
    ]
    assert "DTSTAMP:20260921T141320Z" in lines
    assert lint(payload) == ()
    assert len(Calendar.from_ical(payload).walk("VFREEBUSY")) == 1
