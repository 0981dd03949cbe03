"""A calendar that is kept says what one made anew would say, to whoever asks, whatever was done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

import attrs
import pytest

import neighborbook as nb
from neighborbook.desk.kept_calendars import Kept, KeptCalendars
from tests.unit.desk.conftest import Bringing, Directory, WallClock, file_of
from tests.unit.desk.feeds import told

TABLES = """
resource.A = {}
resource.B = {}
resource.lift = { features = ["step_free"] }
resource.up = { way_in = ["lift"], features = ["step_free"] }
offering.plain = { places = ["A"], hold_ttl = "30m", hold_most = "3h" }
offering.wide = { places = ["A", "B"] }
offering.asked = { places = ["B"], approval = true }
offering.upstairs = { places = ["up"] }
offering.tended = { room_type = "tended", places = ["B"] }
"""
HEAD = ', check_in = "desk"'
READERS = (None, "li-wei", "clerk")
CALENDARS: tuple[dict[str, Any], ...] = (
    {"resource": "A"},
    {"resource": "B", "busy": True},
    {"resource": "up"},
    {"offering": "wide", "freebusy": True},
    {"offering": "asked"},
    {"offering": "tended", "language": "zh"},
    {"party": "li-wei"},
    {"organization": "acme"},
)


Act = Callable[["House"], Callable[[], object]]
"""Prepares a house, and gives what is then to be done in it."""


class Tended(nb.RoomType):
    name = "tended"
    checks_in = True
    labels: ClassVar[Mapping[str, nb.State]] = {"lit": nb.State.ARRIVED}
    moves = frozenset({("confirmed", "lit")})

    def title(self, booking: nb.Booking, audience: nb.Audience) -> str:
        return f"{booking.title} {booking.label}"


@attrs.frozen
class House:
    """A desk that keeps its calendars, and a way to open one on the same book that has none."""

    desk: nb.Desk
    anew: Callable[[], nb.Desk]
    clock: WallClock


@pytest.fixture
def house(database_url: str, clock: WallClock) -> Iterator[House]:
    desks: list[nb.Desk] = []

    def anew() -> nb.Desk:
        brought = (Directory(), Bringing(Tended()))
        desks.append(nb.open(database_url, center="center", clock=clock, plugins=brought))
        return desks[-1]

    desk = anew()
    desk.load(file_of(TABLES, HEAD))
    yield House(desk, anew, clock)
    for each in desks:
        each.close_database()


def calendars(desk: nb.Desk) -> list[bytes]:
    """Return all calendars as all of them read them, one reader after the other in each."""
    seen_by = [desk, *(desk.acting_as(reader) for reader in READERS)]
    return [each.calendar(**of) for of in CALENDARS for each in seen_by]


def made(
    house: House, offering: str, at: str = "10:00", day: str = "01", **more: Any
) -> nb.Booking:
    start = f"2026-12-{day} {at}"
    words: dict[str, Any] = {"length": "1h", "organizer": "acme", "title": "Choir", **more}
    return house.desk.book(offering, start=start, **words)


def book(house: House) -> Callable[[], object]:
    return lambda: made(house, "plain")


def hold(house: House) -> Callable[[], object]:
    return lambda: house.desk.hold(
        "plain", start="2026-12-01 10:00", length="1h", organizer="li-wei"
    )


def confirm(house: House) -> Callable[[], object]:
    held: Any = hold(house)()
    return lambda: house.desk.confirm(held.id, title="Choir")


def extend(house: House) -> Callable[[], object]:
    """What is extended lapses later than the calendar that is kept has counted on."""
    held: Any = hold(house)()

    def act() -> None:
        house.desk.extend(held.id, ttl="2h")
        calendars(house.desk)
        house.clock.set("2026-12-01 10:00")

    return act


def change(house: House, **what: Any) -> Callable[[], object]:
    id = made(house, "wide").id
    return lambda: house.desk.change(id, **what)


def on(
    offering: str, act: Callable[[nb.Desk, str], object], now: str | None = None, **more: Any
) -> Act:
    """Book, let it become that time, and act on the booking."""

    def prepared(house: House) -> Callable[[], object]:
        id = made(house, offering, **more).id
        if now is not None:
            house.clock.set(f"2026-12-01 {now}")
        return lambda: act(house.desk, id)

    return prepared


def restore(house: House) -> Callable[[], object]:
    id = made(house, "plain").id
    house.desk.cancel(id)
    return lambda: house.desk.restore(id)


def close(house: House, subject: str) -> Callable[[], object]:
    made(house, "plain")
    made(house, "asked")
    made(house, "upstairs", features=["step_free"])
    return lambda: house.desk.close(
        subject, start="2026-12-01 09:00", end="2026-12-03 09:00", public_reason="Paint"
    )


def reopen(house: House) -> Callable[[], object]:
    closure: Any = close(house, "A")()
    return lambda: house.desk.reopen(closure.id)


def outage(house: House) -> Callable[[], object]:
    made(house, "tended")
    house.clock.set("2026-12-01 12:00")
    return lambda: house.desk.outage(start="2026-12-01 09:00", end="2026-12-01 12:00")


def load(house: House, old: str, new: str) -> Callable[[], object]:
    made(house, "plain")
    return lambda: house.desk.load(file_of(TABLES.replace(old, new), HEAD))


def elsewhere(house: House) -> Callable[[], object]:
    other = house.anew()
    return lambda: other.book("plain", start="2026-12-02 10:00", length="1h", organizer="acme")


def time_to(instant: str, first: Callable[[House], object]) -> Act:
    """Do something first, and then let time alone act."""

    def prepared(house: House) -> Callable[[], object]:
        first(house)
        return lambda: house.clock.set(instant)

    return prepared


ACTS: dict[str, Act] = {
    "book": book,
    "hold": hold,
    "extend": extend,
    "confirm": confirm,
    "change the title": lambda house: change(house, title="Band"),
    "change the time": lambda house: change(house, start="2026-12-01 15:00"),
    "change the place": lambda house: change(house, resource="B"),
    "change who comes": lambda house: change(house, attendees=["li-wei"]),
    "approve": on("asked", lambda desk, id: desk.acting_as("chief").approve(id)),
    "decline": on("asked", lambda desk, id: desk.acting_as("chief").decline(id)),
    "cancel": on("plain", lambda desk, id: desk.cancel(id)),
    "restore": restore,
    "complete": on("plain", lambda desk, id: desk.complete(id), "10:30"),
    "no show": on("tended", lambda desk, id: desk.no_show(id), "10:30"),
    "advance": on("tended", lambda desk, id: desk.advance(id, "lit")),
    "close a room": lambda house: close(house, "A"),
    "close an offering": lambda house: close(house, "asked"),
    "close a way": lambda house: close(house, "lift"),
    "close the center": lambda house: close(house, "center"),
    "reopen": reopen,
    "outage": outage,
    "a new name": lambda house: load(house, "resource.A = {}", 'resource.A = { name = "Hall" }'),
    "fewer places": lambda house: load(house, '["A", "B"]', '["A"]'),
    "another process": elsewhere,
    "a hold lapses": time_to("2026-12-01 08:30", lambda house: hold(house)()),
    "a booking ends": time_to("2026-12-01 11:00", lambda house: close(house, "A")()),
    "nobody comes": time_to("2026-12-01 11:00", lambda house: made(house, "tended")),
    "midnight": time_to("2026-12-02 00:00", lambda house: made(house, "plain")),
}


@pytest.mark.parametrize("act", ACTS, ids=list(ACTS))
def test_after_every_act_each_calendar_is_as_if_made_anew(house: House, act: str) -> None:
    acting = ACTS[act](house)
    before = calendars(house.desk)
    acting()
    after = calendars(house.desk)
    assert after == calendars(house.anew())
    assert after != before
    house.desk.settle()
    assert calendars(house.desk) == after


def test_while_nothing_changes_the_very_same_bytes_are_given(house: House) -> None:
    made(house, "plain")
    first = calendars(house.desk)
    assert all(one is other for one, other in zip(first, calendars(house.desk), strict=True))
    house.desk.changes()  # seals the log, which changes nothing
    assert calendars(house.desk)[0] is first[0]


def test_readers_in_turn_each_get_their_own(house: House) -> None:
    made(house, "plain", title="canary")
    clerk, stranger = house.desk.acting_as("clerk"), house.desk.acting_as("chen-jie")
    for _ in range(2):
        assert told(clerk, resource="A") == ["01 10:00-11:00 canary"]
        assert told(stranger, resource="A") == ["01 10:00-11:00 Busy"]


def test_what_a_reader_may_see_changes_with_what_is_known_of_her(
    clock: WallClock, database_url: str
) -> None:
    roles = {"staff"}

    class Changing(Directory):
        @nb.hookimpl
        def provide_facts(
            self, center: nb.Center, parties: tuple[str, ...]
        ) -> Mapping[str, nb.Facts]:
            return {party: nb.Facts(party=party, roles=frozenset(roles)) for party in parties}

    with nb.open(database_url, center="center", clock=clock, plugins=(Changing(),)) as desk:
        desk.load(file_of("resource.A = {}\noffering.plain = { places = ['A'] }\n"))
        desk.book("plain", start="2026-12-01 10:00", length="1h", organizer="acme", title="Choir")
        clerk = desk.acting_as("clerk")
        assert told(clerk, resource="A") == ["01 10:00-11:00 Choir"]
        roles.clear()
        assert told(clerk, resource="A") == ["01 10:00-11:00 Busy"]


def a_kept(size: int = 1, *, until: int | None = None) -> Kept:
    return Kept(payload=b"x" * size, stamp=(1,), made_at=10, until=until)


def test_a_kept_calendar_serves_from_when_it_was_made_until_time_may_change_it() -> None:
    kept = a_kept(until=20)
    assert [kept.serves((1,), now) for now in (9, 10, 19, 20)] == [False, True, True, False]
    assert a_kept().serves((1,), 1 << 40)
    assert not kept.serves((2,), 10)


def test_what_was_asked_for_longest_ago_goes_first_and_what_is_too_large_is_not_kept() -> None:
    kept = KeptCalendars(most=10)
    kept.keep("a", a_kept(4))
    kept.keep("b", a_kept(4))
    assert kept.get("a") is not None
    kept.keep("c", a_kept(4))
    assert [name for name in "abc" if kept.get(name)] == ["a", "c"]
    kept.keep("a", a_kept(11))
    assert [name for name in "abc" if kept.get(name)] == ["c"]
    kept.keep("d", a_kept(6))
    assert [name for name in "cd" if kept.get(name)] == ["c", "d"]
