"""Each check of the linter on a calendar with the fault that it is for."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from neighborbook.domain.spans import Span
from neighborbook.ical.busy import BusyPeriod, write_freebusy
from neighborbook.ical.lint import CHECKS, Finding, components, head, lint, octets, reading, times
from neighborbook.ical.lint.written import Written, read
from neighborbook.ical.status import CANCELLED
from neighborbook.ical.vcalendar import Vcalendar, write
from neighborbook.ical.vevent import Repetition
from tests.unit.ical.calendars import at, vevent

Check = Callable[[Written], Iterable[Finding]]

GOOD = write(
    Vcalendar(
        name="Sali", zone="Europe/Helsinki", source="https://example.org/a.ics", color="teal"
    ),
    (
        vevent(
            uid="one",
            zone="Europe/Helsinki",
            location="安平邻里中心一楼大会议室安平邻里中心一楼大会议室",
            created_at=1_700_000_000,
        ),
        vevent(uid="gone", standing=CANCELLED, sequence=1),
        vevent(
            uid="series",
            repetition=Repetition(
                rule="FREQ=WEEKLY",
                until=at("2027-02-02T10:00+08:00"),
                cancelled=(at("2026-12-08T10:00+08:00"),),
            ),
        ),
        vevent(uid="series", original_start=at("2026-12-15T10:00+08:00")),
    ),
)
BUSY = write_freebusy(
    Vcalendar(name="Sali", zone="Europe/Helsinki"),
    (BusyPeriod(span=Span(1_796_090_400, 1_796_094_000)),),
    feed="f",
    window=Span(1_796_000_000, 1_797_000_000),
    revised_at=1_790_000_000,
)
PERIOD = b"FREEBUSY;FBTYPE=BUSY:20261201T020000Z/20261201T030000Z\r\n"

# The check, what to put in the place of what, in a good calendar.
CASES: list[tuple[Check, bytes, bytes]] = [
    (octets.every_line_ends_with_crlf, b"VERSION:2.0\r\n", b"VERSION:2.0\n"),
    (octets.every_line_ends_with_crlf, b"Fire safety", b"Fire\rsafety"),
    (octets.every_line_ends_with_crlf, b"END:VCALENDAR\r\n", b"END:VCALENDAR"),
    (octets.no_line_is_longer_than_75_octets, b"Fire safety", b"F" * 68),
    (octets.no_character_is_folded_apart, "安平邻里".encode(), b"\xe5\r\n \xae\x89"),
    (octets.no_control_character_stands_anywhere, b"Fire", b"Fi\x00re"),
    (octets.no_control_character_stands_anywhere, b"X-WR-CALNAME:", b"X-WR-CALNAME;X-A=\x7f:"),
    (octets.no_line_is_empty, b"VERSION:2.0\r\n", b"VERSION:2.0\r\n\r\n"),
    (octets.no_line_is_empty, b"BEGIN:VCALENDAR", b"\xef\xbb\xbfBEGIN:VCALENDAR"),
    (head.every_line_can_be_read, b"VERSION:2.0", b"VERSION"),
    (head.every_line_can_be_read, b"END:VTIMEZONE\r\n", b""),
    (head.every_line_can_be_read, b"END:VCALENDAR\r\n", b"END:VCALENDAR\r\nEND:VCALENDAR\r\n"),
    (head.there_is_one_calendar_with_something_in_it, b"BEGIN:VCAL", b"X-A:1\r\nBEGIN:VCAL"),
    (head.there_is_one_calendar_with_something_in_it, GOOD, GOOD + GOOD),
    (
        head.there_is_one_calendar_with_something_in_it,
        GOOD,
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n",
    ),
    (head.the_head_says_what_readers_need, b"X-WR-CALNAME:Sali\r\n", b""),
    (head.the_head_says_what_readers_need, b"X-PUBLISHED-TTL:PT1H\r\n", b""),
    (head.the_head_says_what_readers_need, b"VERSION:2.0", b"VERSION:1.0"),
    (head.both_ways_to_say_it_agree, b"X-WR-CALNAME:Sali", b"X-WR-CALNAME:Hall"),
    (head.both_ways_to_say_it_agree, b"X-PUBLISHED-TTL:PT1H", b"X-PUBLISHED-TTL:PT2H"),
    (head.value_types_are_said, b"REFRESH-INTERVAL;VALUE=DURATION", b"REFRESH-INTERVAL"),
    (head.value_types_are_said, b"SOURCE;VALUE=URI", b"SOURCE"),
    (head.there_is_no_method, b"VERSION:2.0\r\n", b"VERSION:2.0\r\nMETHOD:PUBLISH\r\n"),
    (head.colors_have_names, b"COLOR:teal", b"COLOR:#008080"),
    (head.busy_times_are_merged_and_in_order, PERIOD, PERIOD + PERIOD),
    (
        head.busy_times_are_merged_and_in_order,
        PERIOD,
        PERIOD + b"FREEBUSY;FBTYPE=BUSY:20261201T030000Z/20261201T040000Z\r\n",
    ),
    (head.busy_times_are_merged_and_in_order, b"030000Z\r\n", b"030000\r\n"),
    *(
        (components.needed_properties_are_there, name, b"X-GONE")
        for name in (b"UID", b"DTSTAMP", b"SEQUENCE", b"DTSTART;TZID", b"DTEND", b"STATUS")
    ),
    (components.nothing_is_said_twice, b"TRANSP:", b"SUMMARY:Sold out\r\nTRANSP:"),
    (components.uids_are_unique, b"UID:gone", b"UID:one"),
    (components.uids_are_unique, b"RECURRENCE-ID", b"X-GONE"),
    (components.the_stamp_is_the_last_revision, b"DTSTAMP:2026", b"DTSTAMP:2025"),
    (components.stamps_and_sequence_have_their_form, b"141320Z", b"141320"),
    (components.stamps_and_sequence_have_their_form, b"SEQUENCE:1", b"SEQUENCE:-1"),
    (components.states_are_known, b"STATUS:CONFIRMED", b"STATUS:PENDING"),
    (components.states_are_known, b"TRANSP:OPAQUE", b"TRANSP:FREE"),
    (components.what_is_cancelled_takes_no_time, b"TRANSP:TRANSPARENT", b"TRANSP:OPAQUE"),
    (components.what_is_cancelled_says_so, b"SUMMARY:Cancelled: ", b"SUMMARY:"),
    (
        components.alarms_ring_only_for_who_asked,
        b"END:VEVENT",
        b"BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\nEND:VEVENT",
    ),
    *(
        (
            components.no_third_persons_are_named,
            b"TRANSP:",
            name + b":mailto:a@example.org\r\nTRANSP:",
        )
        for name in (b"ATTENDEE", b"ORGANIZER")
    ),
    (components.texts_are_escaped, b"Fire safety", b"Fire, safety"),
    (components.texts_are_escaped, b"Fire safety", b"Fire\\\\; safety"),
    (components.texts_are_escaped, b"Fire safety", b"Fire\\safety"),
    (components.texts_are_escaped, b"Fire safety", b"Fire safety\\"),
    (times.times_have_their_form, b"DTSTART;TZID=Europe/Helsinki", b"DTSTART"),
    (times.times_have_their_form, b"20261201T040000\r\n", b"20261201T040000Z\r\n"),
    (times.times_have_their_form, b"DTEND;TZID=Europe/Helsinki", b"DTEND;VALUE=DATE"),
    (times.ends_come_after_starts, b"20261201T060000", b"20261201T040000"),
    (times.ends_come_after_starts, b"20261201T060000", b"20261201T033000"),
    (
        times.ends_come_after_starts,
        b"DTEND;TZID=Europe/Helsinki:20261201T060000",
        b"DTEND;VALUE=DATE:20261202",
    ),
    (times.there_is_no_duration, b"TRANSP:", b"DURATION:PT1H\r\nTRANSP:"),
    (times.zones_are_told, b"TZID:Europe/Helsinki", b"TZID:Europe/Riga"),
    (times.zones_are_told, b"TZID:Europe/Helsinki", b"TZID:Asia/Shanghai"),
    (times.zones_have_iana_names, b"Europe/Helsinki", b"+02:00"),
    (times.zones_have_iana_names, b"Europe/Helsinki", b"Etc/GMT-2"),
    (
        times.every_change_of_a_zone_is_an_observance,
        b"TZNAME:EET\r\n",
        b"RDATE:20261025T040000,20271031T040000\r\nTZNAME:EET\r\n",
    ),
    (times.wall_times_exist, b"20261201T040000", b"20260329T033000"),
    (times.wall_times_are_shown_once, b"20261201T040000", b"20261025T033000"),
    (times.zones_tell_the_truth, b"TZOFFSETTO:+0200", b"TZOFFSETTO:+0100"),
    (times.zones_tell_the_truth, b"TZOFFSETFROM:+0200\r\n", b""),
    (times.series_end_in_the_form_of_their_start, b"20270202T020000Z", b"20270202T020000"),
    (times.series_end_in_the_form_of_their_start, b"20270202T020000Z", b"20270202"),
    (times.series_end_in_the_form_of_their_start, b"FREQ=WEEKLY;", b"FREQ=WEEKLY;COUNT=3;"),
    (
        times.exceptions_have_the_form_of_their_start,
        b"RECURRENCE-ID;TZID=Asia/Shanghai:20261215T100000",
        b"RECURRENCE-ID:20261215T020000Z",
    ),
    (
        times.exceptions_have_the_form_of_their_start,
        b"EXDATE;TZID=Asia/Shanghai:20261208T100000",
        b"EXDATE;VALUE=DATE:20261208",
    ),
    (
        times.exceptions_have_the_form_of_their_start,
        b"EXDATE;TZID=Asia/Shanghai:20261208T100000",
        b"EXDATE;TZID=Asia/Shanghai:20261208T100000,20261222T100000",
    ),
    (reading.icalendar_reads_it_without_errors, b"DTSTAMP:2026", b"DTSTAMP:20xx"),
    (reading.icalendar_reads_it_without_errors, GOOD, b"X-A:1\r\n"),
]


def findings(check: Check, payload: bytes) -> list[Finding]:
    return list(check(read(payload)))


@pytest.mark.parametrize(("check", "old", "new"), CASES)
def test_a_check_finds_the_fault_that_it_is_for(check: Check, old: bytes, new: bytes) -> None:
    good = GOOD if old in GOOD else BUSY
    assert old in good
    bad = good.replace(old, new)

    assert findings(check, good) == []
    found = findings(check, bad)
    assert found != []
    assert set(found) <= set(lint(bad))


def test_every_check_has_a_fault_to_find() -> None:
    assert {check for check, _, _ in CASES} == set(CHECKS)


def test_good_calendars_pass() -> None:
    assert lint(GOOD) == ()
    assert lint(BUSY) == ()


def test_what_is_allowed_is_not_found() -> None:
    alarm = b"BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:x\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\n"
    person = b"ORGANIZER:mailto:desk@example.org\r\n"
    bad = GOOD.replace(b"END:VEVENT", alarm + b"END:VEVENT", 1).replace(
        b"TRANSP:", person + b"TRANSP:", 1
    )

    assert {finding.rule for finding in lint(bad)} == {"alarm", "people"}
    assert lint(bad, alarms=True, people=True) == ()


def test_a_finding_names_the_line_as_an_editor_counts_it() -> None:
    bad = GOOD.replace(b"SOURCE;VALUE=URI", b"SOURCE")
    (finding,) = lint(bad)

    assert bad.split(b"\r\n")[finding.line - 1].startswith(b"SOURCE")


@pytest.mark.parametrize(
    "payload", [b"", b"\r\n", b"\xff\xfe\x00", b"END:VCALENDAR\r\n", b" x\r\n"]
)
def test_anything_can_be_linted(payload: bytes) -> None:
    assert lint(payload) != ()
