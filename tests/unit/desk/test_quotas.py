"""What a firm has used stays what it was, however its quotas are written down."""

from __future__ import annotations

from collections.abc import Callable

import neighborbook as nb

ROOM = 'resource.room = {}\n[offering.room]\nplaces = ["room"]\nshortest = "30m"\n'
HOURS, BOOKINGS = '{ amount = "8h", per = "month" }', '{ amount = 3, per = "ahead" }'

Opened = Callable[..., nb.Desk]
Reloaded = Callable[[nb.Desk, str], object]


def used(desk: nb.Desk) -> dict[str, int]:
    return {usage.unit.value: usage.used for usage in desk.usage("acme")}


def test_quotas_in_another_order_count_what_they_counted(
    opened: Opened, reloaded: Reloaded
) -> None:
    desk = opened(f"{ROOM}quota = [{HOURS}, {BOOKINGS}]")
    desk.book("room", start="2026-12-02 10:00", length="1h", organizer="acme")
    reloaded(desk, f"{ROOM}quota = [{BOOKINGS}, {HOURS}]")
    assert used(desk) == {"hours": 3600, "bookings": 1}
    desk.book("room", start="2026-12-02 12:00", length="1h", organizer="acme")


def test_hours_that_two_quotas_limit_are_used_once(opened: Opened) -> None:
    day = '{ amount = "2h", per = "day" }'
    desk = opened(f"{ROOM}quota = [{HOURS}, {day}]")
    desk.book("room", start="2026-12-02 10:00", length="90m", organizer="acme")
    assert [usage.used for usage in desk.usage("acme", at="2026-12-02 09:00")] == [5400, 5400]
    decision = desk.explain("room", start="2026-12-02 12:00", length="1h", organizer="acme")
    assert [(no.code, no.left) for no in decision.refusals] == [("QUOTA", 1800)]


def test_a_window_that_goes_along_with_time_never_resets(opened: Opened) -> None:
    desk = opened(f'{ROOM}quota = [{{ amount = "8h", per = "rolling", days = 7 }}, {HOURS}]')
    rolling, month = desk.usage("acme")
    assert rolling.resets_at is None
    assert month.resets_at == 1_798_761_600  # the first of January


def test_a_hold_keeps_its_hours_when_it_is_confirmed_whatever_its_offering_is_called(
    opened: Opened,
) -> None:
    desk = opened(
        'resource.A = {}\n[offering.holds]\nplaces = ["A"]\nquota = { amount = "4h", per = "day" }'
    )
    held = desk.hold("holds", start="2026-12-01 10:00", length="2h", organizer="acme")
    desk.confirm(held.id)
    assert [each.used for each in desk.usage("acme")] == [7200]
