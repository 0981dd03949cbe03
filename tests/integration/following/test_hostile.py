"""Old systems that are down, slow, endless, or worse: what was heard before stays closed."""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from urllib.parse import urlsplit

import pytest

import neighborbook as nb
from neighborbook.desk.core_rules import CoreRules
from neighborbook.desk.following.fetching import connected
from neighborbook.desk.following.hearing import CHILD, Limits, hear
from neighborbook.domain.following import LAST_AT, Follow
from neighborbook.domain.spans import Span
from neighborbook.plugins import PluginSet
from tests.integration.following.old_system import (
    DAY,
    NOW,
    Clock,
    OldSystem,
    calendar,
    endless,
    event,
    house,
    old_system,
    shut,
    slow,
)

CHOIR = event("choir", "20261201T100000", "20261201T120000")
WINDOW = Span(NOW, NOW + 61 * DAY)


def fault_of(address: str, *, timeout: int = 30, limits: Limits | None = None) -> str:
    follow = Follow(resource="hall", name="old", address=address, timeout=timeout)
    heard = hear(follow, WINDOW, "Asia/Shanghai", limits or Limits())
    assert heard.closures == ()
    return heard.fault


def test_while_the_server_is_down_everything_stays_closed_and_staff_see_since_when(
    database_url: str, old: OldSystem, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock()
    old.tells(CHOIR)
    with house(database_url, old.address, clock=clock) as desk:
        desk.settle()
        heard_at = clock.at
        clock.at += 900
        old.sends(b"", status=503)
        with caplog.at_level(logging.WARNING):
            done = desk.settle()
        assert (done.followed, done.stale) == (0, 1)
        assert shut(desk) == [("12-01 10:00", "12-01 12:00")]
        failed_at = clock.at
        clock.at += 900
        assert desk.settle().stale == 1  # the first pause is no longer than it was
        [following] = desk.following()
        assert (following.heard_at, following.stale_since) == (heard_at, failed_at)
        assert (following.closures, following.why()) == (1, "the server answers 503")
        assert following.why("zh") == "服务器回答 503"
        assert caplog.messages == ["center 'anping': hall/old is not heard: the server answers 503"]
        # It is asked less often the longer it is down, and once it is heard it is as before.
        clock.at += 900
        assert desk.settle().stale == 0
        clock.at += 900
        old.tells()
        assert (desk.settle().followed, shut(desk)) == (1, [])
        [following] = desk.following()
        assert (following.stale_since, following.fault) == (None, "")
        assert following.next_at == clock.at + 900


def test_nobody_there_is_unreachable() -> None:
    with old_system() as gone:
        address = gone.address
    assert fault_of(address) == "unreachable"
    assert fault_of("http://no-such-host.invalid/hall.ics") == "unreachable"


def test_of_all_places_of_a_name_the_first_is_asked_that_listens(old: OldSystem) -> None:
    with old_system() as gone:
        deaf = ("127.0.0.1", urlsplit(gone.address).port or 0)
    hears = ("127.0.0.1", urlsplit(old.address).port or 0)
    with connected((deaf, hears), 5) as found:
        assert found.getpeername() == hears
    with pytest.raises(ConnectionRefusedError):
        connected((deaf, deaf), 5)


@pytest.mark.parametrize(
    "address", ["http://[::1/hall.ics", "hall.ics", "ftp://127.0.0.1/hall.ics"]
)
def test_what_is_no_address_is_said_to_be_none(address: str) -> None:
    assert fault_of(address) == "address"


def test_one_who_drips_is_stopped_at_the_time_limit(old: OldSystem) -> None:
    old.answer = slow
    assert fault_of(old.address, timeout=3) == "time"


def test_one_whose_parent_is_gone_ends_by_himself(old: OldSystem) -> None:
    old.answer = slow
    asked = {"address": old.address, "timeout": 1, "cpu": 15, "memory": 256 << 20}
    asked |= {"start": WINDOW.start, "end": WINDOW.end, "zone": "Asia/Shanghai"}
    left = Popen([sys.executable, "-m", CHILD], stdin=PIPE, stdout=DEVNULL)
    with left:
        assert left.stdin is not None
        left.stdin.write(json.dumps(asked).encode() + b"\n")
        left.stdin.close()
        assert left.wait(20) != 0


def test_an_endless_answer_is_cut_off_at_a_megabyte(old: OldSystem) -> None:
    old.answer = endless
    assert fault_of(old.address) == "too_large"


def test_memory_is_bounded(old: OldSystem) -> None:
    # A megabyte of lines, each a value of its own: a bomb of many small things.
    old.sends(b"BEGIN:VCALENDAR\r\n" + b"A:\r\n" * 200_000 + b"END:VCALENDAR\r\n")
    tight = Limits(memory=56 << 20)
    assert fault_of(old.address, limits=tight) == "limit"
    assert fault_of(old.address) == ""
    old.tells()
    assert fault_of(old.address, limits=tight) == ""


def test_the_processor_is_bounded(old: OldSystem) -> None:
    rule = "RRULE:FREQ=DAILY"
    old.tells(*(event(f"e{n}", "19800101T100000", "19800101T110000", rule) for n in range(100)))
    assert fault_of(old.address, limits=Limits(cpu=1)) == "limit"


BAD = {
    "no calendar": b"<html>Please log in</html>",
    "nothing": b"",
    "cut off": calendar(CHOIR)[:-10],
    "no UTF-8": calendar(CHOIR.replace("choir", "x")).replace(b"UID:x", b"UID:\xff"),
    "an unknown zone": calendar(CHOIR.replace("DTSTART:", "DTSTART;TZID=Mars/North:")),
    "a change of all that come": calendar(
        CHOIR.replace("DTSTART:", "RECURRENCE-ID;RANGE=THISANDFUTURE:20261201T090000\r\nDTSTART:")
    ),
    "every second": calendar(CHOIR.replace("END:VE", "RRULE:FREQ=SECONDLY\r\nEND:VE")),
    "steps without end": calendar(
        *(
            event(f"e{n}", "19700101T100000", "19700101T110000", "RRULE:FREQ=DAILY;BYMONTH=2")
            for n in range(200)
        )
    ),
    "an end before its start": calendar(event("e", "20261201T100000", "20261201T090000")),
    "free and busy": calendar("BEGIN:VFREEBUSY\r\nUID:f\r\nEND:VFREEBUSY"),
    "too many components": calendar("BEGIN:X\r\nEND:X\r\n" * 5_001),
    "too deep": calendar("BEGIN:X\r\n" * 9 + "END:X\r\n" * 9),
}


@pytest.mark.parametrize("what", sorted(BAD))
def test_a_hostile_calendar_is_a_fault_with_its_line(old: OldSystem, what: str) -> None:
    old.sends(BAD[what])
    word, _, line = fault_of(old.address).partition(":")
    assert word == "calendar"
    assert line.isdigit()


def test_more_than_can_be_followed_is_a_fault(old: OldSystem) -> None:
    rule = "RRULE:FREQ=DAILY"
    old.tells(*(event(f"e{n}", "20261101T100000", "20261101T110000", rule) for n in range(90)))
    assert fault_of(old.address) == "too_many"


def test_what_never_ends_is_followed_to_the_end_of_all_years(old: OldSystem) -> None:
    old.tells(event("always", "19700101T000000", "22001231T000000", "RRULE:FREQ=YEARLY"))
    follow = Follow(resource="hall", name="old", address=old.address)
    found = heard_by_all(follow)
    assert found.fault == ""
    assert {closure.end_at for closure in found.closures} == {LAST_AT}


def heard_by_all(follow: Follow) -> nb.Heard:
    center = nb.Center(id="anping", name=nb.Text.of("Anping"), zone="Asia/Shanghai")
    plugins = PluginSet.build((), (), (CoreRules(),))
    return plugins.provide_closures(center, (follow,), WINDOW)[follow.key]


def test_packed_answers_are_not_unpacked(old: OldSystem) -> None:
    old.sends(b"\x1f\x8b", headers={"Content-Encoding": "gzip"})
    assert fault_of(old.address) == "calendar:1"


def test_half_an_answer_is_none(old: OldSystem) -> None:
    whole = calendar(CHOIR)
    old.sends(whole, headers={"Content-Length": str(2 * len(whole))})
    assert fault_of(old.address, timeout=10) in ("unreachable", "time")


@pytest.mark.parametrize(
    "where",
    [
        "https://127.0.0.1:1/hall.ics",
        "file:///etc/passwd",
        "ftp://127.0.0.1/hall.ics",
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/hall.ics",
        "http://[::ffff:10.0.0.1]/hall.ics",
        "http:///hall.ics",
    ],
)
def test_it_leads_nowhere_else(old: OldSystem, where: str) -> None:
    old.leads_to(where)
    assert fault_of(old.address, timeout=10) == "redirect"


def test_it_may_lead_on_where_it_is_and_not_for_ever(old: OldSystem) -> None:
    with old_system() as new:
        new.tells()
        old.leads_to(new.address)
        assert fault_of(old.address) == ""
        assert new.asked == 1
        old.leads_to(old.address)
        assert fault_of(old.address) == "redirect"
        assert old.asked == 7


def test_an_address_in_the_wide_net_never_leads_to_this_machine() -> None:
    from neighborbook.desk.following.fetching import part_of_net

    for inside in ("127.0.0.1", "::1", "10.1.2.3", "192.168.0.1", "169.254.1.1", "fe80::1%eth0"):
        assert part_of_net(inside) != "global"
    for hidden in ("::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "0.0.0.0", "fd00::1"):
        assert part_of_net(hidden) != "global"
    assert part_of_net("2606:4700::1111") == "global"


def test_a_file_is_followed_where_the_file_says_so(database_url: str, tmp_path: Path) -> None:
    source = tmp_path / "old.ics"
    source.write_bytes(calendar(CHOIR))
    with house(database_url, source.as_uri()) as desk:
        desk.settle()
        assert len(shut(desk)) == 1
    assert fault_of("file:///dev/zero") == "unreachable"
