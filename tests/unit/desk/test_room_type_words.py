"""What a room type can say besides rules: other numbers, when it is over, what it is called."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

import attrs
import pytest

import neighborbook as nb

ROOM = 'resource.A = {}\n[offering.room]\nplaces = ["A"]\nroom_type = "odd"\nnotice = "2h"\n'
CHECKED = ', check_in = "desk"'
AT: Any = {"start": "2026-12-01 10:00", "length": "1h", "organizer": "li-wei"}

Opened = Callable[..., nb.Desk]
Turn = Callable[[str], None]


class Odd(nb.RoomType):
    """Differs in one thing in each test."""

    name = "odd"
    checks_in = True


def test_other_numbers_may_hold_for_one_request(opened: Opened, turn: Turn) -> None:
    class WalkIn(Odd):
        def policy_for(self, ask: nb.Ask) -> nb.Policy:
            policy = ask.offering.policy
            return attrs.evolve(policy, notice=0) if ask.acts_as("staff") else policy

    turn("2026-12-01 09:30")
    desk = opened(ROOM, WalkIn())
    assert desk.acting_as("li-wei").explain("room", **AT).codes == ("TOO_SOON",)
    assert desk.acting_as("clerk").explain("room", **AT).codes == ()
    day = {"start": "2026-12-01", "end": "2026-12-02", "length": "1h"}
    first = next(desk.acting_as("clerk").slots("room", **day))  # type: ignore[arg-type]
    assert f"{first.start:%H:%M}" == "09:30"


def test_one_that_raises_refuses(opened: Opened) -> None:
    class Raises(Odd):
        def policy_for(self, ask: nb.Ask) -> nb.Policy:
            raise RuntimeError

    assert opened(ROOM, Raises()).explain("room", **AT).codes == ("PLUGIN_ERROR",)


class Patient(Odd):
    """Waits half an hour after the end for who is late, and two for who has come."""

    labels: ClassVar = {"gone": nb.State.VOID}
    moves: ClassVar = frozenset({("arrived", "gone")})

    def ends_at(self, booking: nb.Booking, offering: nb.Offering) -> int:
        return booking.end_at + (7200 if booking.state is nb.State.ARRIVED else 1800)


@pytest.mark.parametrize(("wall", "state"), [("11:29", "confirmed"), ("11:30", "void")])
def test_who_is_late_may_be_waited_for_after_the_end(
    opened: Opened, turn: Turn, wall: str, state: str
) -> None:
    desk = opened(ROOM, Patient(), head=CHECKED)
    booking = desk.book("room", **AT)
    turn(f"2026-12-01 {wall}")
    assert desk.booking(booking.id).state == state
    desk.settle()
    assert desk.booking(booking.id).state == state


@pytest.mark.parametrize(("wall", "state"), [("12:59", "arrived"), ("13:00", "done")])
def test_who_has_come_may_stay_longer(opened: Opened, turn: Turn, wall: str, state: str) -> None:
    desk = opened(ROOM, Patient(), head=CHECKED)
    booking = desk.book("room", **AT)
    turn("2026-12-01 11:15")
    desk.check_in(booking.id)
    turn(f"2026-12-01 {wall}")
    assert desk.booking(booking.id).state == state


def test_calendars_change_when_it_is_over_and_not_before(opened: Opened, turn: Turn) -> None:
    desk = opened(ROOM, Patient(), head=CHECKED)
    desk.book("room", **AT)

    def told() -> str:
        return desk.calendar(resource="A").decode()

    told()
    turn("2026-12-01 11:29")
    assert "STATUS:CONFIRMED" in told()
    turn("2026-12-01 11:30")
    assert "STATUS:CANCELLED" in told()


def test_one_that_cannot_say_when_it_is_over_is_over_at_its_end(opened: Opened, turn: Turn) -> None:
    class Raises(Odd):
        def ends_at(self, booking: nb.Booking, offering: nb.Offering) -> int:
            raise RuntimeError

    desk = opened(ROOM, Raises())
    booking = desk.book("room", **AT)
    turn("2026-12-01 11:00")
    assert desk.booking(booking.id).state == "done"


def test_a_label_may_end_a_booking_and_gives_its_place_back(opened: Opened, turn: Turn) -> None:
    desk = opened(ROOM, Patient(), head=CHECKED)
    booking = desk.book("room", **AT)
    desk.check_in(booking.id)
    gone = desk.advance(booking.id, "gone")
    assert (gone.state, gone.void_reason, gone.label) == ("void", "cancelled", "gone")
    assert desk.explain("room", **AT).codes == ()


def test_settings_that_name_nothing_are_found_when_the_file_is_loaded(opened: Opened) -> None:
    class Naming(Odd):
        def offering_faults(self, offering: nb.Offering, catalog: nb.Catalog) -> Iterable[nb.Fault]:
            yield nb.Fault(path="doctor", code="INPUT_INVALID", expected="somebody")

    with pytest.raises(nb.CenterFileError) as wrong:
        opened(ROOM, Naming())
    assert [fault.path for fault in wrong.value.faults] == ["offering.room.doctor"]


class Sealed(Odd):
    """Nobody learns of it."""

    name = "sealed"
    privacy = nb.Privacy.SEALED
    serves_attendees = True
    neutral = nb.Text.of({"en": "Appointment", "zh": "预约"})
    shown = False

    def in_own_calendar(self, booking: nb.Booking) -> bool:
        return self.shown


SEALED = '[resource.S]\n[offering.talk]\nplaces = ["S"]\nroom_type = "sealed"\n'
OPEN = '[resource.A]\n[offering.room]\nplaces = ["A"]\nroom_type = "odd"\n'


class Serving(Odd):
    """Who comes is served."""

    serves_attendees = True


def test_what_is_sealed_is_published_to_nobody(opened: Opened) -> None:
    desk = opened(SEALED + OPEN, Sealed(), Odd())
    public, day = desk.acting_as(None), {"start": "2026-12-02", "end": "2026-12-03", "length": "1h"}
    assert [one.id for one in public.offerings()] == ["room"]
    assert [one.id for one in desk.acting_as("li-wei").offerings()] == ["talk", "room"]
    with pytest.raises(nb.InvalidRequest, match="UNKNOWN_OFFERING"):
        public.slots("talk", **day)  # type: ignore[arg-type]
    assert list(public.slots("room", **day)) != []  # type: ignore[arg-type]
    assert list(desk.acting_as("li-wei").slots("talk", **day)) != []  # type: ignore[arg-type]
    assert [row.resource.id for row in public.day("2026-12-02").rows] == ["A"]


@pytest.mark.parametrize("words", [{"offering": "room"}, {"room_type": "odd"}])
def test_whoever_asks_a_room_type_reads_the_request_by_the_whole_house(
    opened: Opened, words: dict[str, str]
) -> None:
    class Reading(Odd):
        def faults(
            self, request: nb.Request, offering: nb.Offering, catalog: nb.Catalog
        ) -> Iterable[nb.Fault]:
            assert "booth" in catalog.resources  # which its settings name, and no offering
            return ()

    desk = opened(f"{SEALED}[resource.booth]\n{OPEN}", Sealed(), Reading())
    day: Any = {"start": "2026-12-02", "end": "2026-12-03", "length": "1h"}
    assert "booth" not in {each.id for each in desk.acting_as(None).resources()}
    assert list(desk.acting_as(None).slots(**words, **day)) != []  # type: ignore[arg-type]


def test_when_care_is_free_is_published_to_nobody(opened: Opened) -> None:
    class Care(Odd):
        privacy = nb.Privacy.CARE

    desk, day = opened(OPEN, Care()), {"start": "2026-12-02", "end": "2026-12-03", "length": "1h"}
    public = desk.acting_as(None)
    assert [one.id for one in public.offerings()] == ["room"]
    assert list(public.slots("room", **day)) == []  # type: ignore[arg-type]
    assert public.day("2026-12-02").rows == ()
    assert list(desk.acting_as("li-wei").slots("room", **day)) != []  # type: ignore[arg-type]
    assert list(desk.slots("room", **day)) != []  # type: ignore[arg-type]


def test_where_somebody_is_who_is_sealed_weighs_for_that_person_alone(opened: Opened) -> None:
    desk = opened(SEALED + OPEN, Sealed(), Serving())
    asked: Any = {**AT, "attendees": ["li-wei"]}
    desk.book("talk", **asked)
    assert desk.acting_as("clerk").explain("room", **asked).codes == ()
    assert desk.acting_as("li-wei").explain("room", **asked).codes == ("CONFLICT_PERSON",)


@pytest.mark.parametrize("shown", [True, False])
def test_what_is_sealed_stands_in_ones_own_calendar_if_that_was_asked_for(
    opened: Opened, shown: bool
) -> None:
    kind = Sealed()
    kind.shown = shown
    desk = opened(SEALED, kind)
    desk.book("talk", **AT)
    feed = desk.acting_as("li-wei").calendar(party="li-wei", alarms=["1h"]).decode()
    assert ("SUMMARY:Appointment" in feed) is shown
    assert "talk" not in feed
    assert "VALARM" not in feed
    assert (
        "SUMMARY:Appointment" not in desk.acting_as("wang-fang").calendar(party="li-wei").decode()
    )


def test_what_takes_nothing_needs_nothing_and_uses_no_quota(opened: Opened) -> None:
    class Call(Odd):
        def demand(self, ask: nb.Ask) -> nb.Demand:
            return nb.Demand(effects=("duty_contact",))

    tables = ROOM + 'quota = { amount = 1, per = "ever" }\n'
    desk = opened(tables, Call())
    desk.close("room", start="2026-12-01", end="2026-12-02", reason="ill")
    for _ in range(2):
        assert desk.book("room", **AT).state == "confirmed"


def test_who_may_not_book_for_somebody_hears_nothing_else(opened: Opened) -> None:
    class Own(Odd):
        def check(
            self, ask: nb.Ask, candidates: tuple[nb.Candidate, ...], seen: nb.Seen
        ) -> Iterable[tuple[nb.Candidate, nb.Refusal]]:
            for candidate in candidates:
                yield (
                    candidate,
                    nb.Refusal(
                        code=nb.Code.NOT_AUTHORIZED_FOR, rule="own", severity=nb.Severity.HARD
                    ),
                )

    desk = opened(ROOM, Own())
    decision = desk.explain("room", **{**AT, "start": "2026-12-01 08:10"})
    assert decision.codes == ("NOT_AUTHORIZED_FOR",)
    assert decision.alternatives == ()


@pytest.mark.parametrize(
    ("grant", "holds"),
    [
        (nb.Grant(role="staff"), True),
        (nb.Grant(role="staff", room_types=frozenset({"meals"})), False),
        (nb.Grant(role="staff", until_at=1), False),
        (nb.Grant(role="staff", grid="7"), True),
        (nb.Grant(role="staff", grid="8"), False),
        (nb.Grant(role="carer"), False),
    ],
)
def test_a_role_may_be_held_for_a_time_for_some_types_and_in_a_grid(
    opened: Opened, grant: nb.Grant, holds: bool
) -> None:
    asks: list[nb.Ask] = []

    class Noting(Odd):
        def demand(self, ask: nb.Ask) -> nb.Demand:
            asks.append(ask)
            return super().demand(ask)

    opened(ROOM, Noting()).acting_as("chen-jie").explain("room", **AT)
    facts = {
        "chen-jie": nb.Facts(party="chen-jie", grants=(grant,)),
        "li-wei": nb.Facts(party="li-wei", grid="7"),
    }
    assert attrs.evolve(asks[-1], facts=facts).acts_as("staff") is holds
    assert not attrs.evolve(asks[-1], facts={}).acts_as("staff")
