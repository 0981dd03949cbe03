"""Nobody learns of a talk: neither colleague, employer, stranger, nor the front desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import pytest

import neighborbook as nb

if TYPE_CHECKING:
    from conftest import Counseling

Lists = Callable[[nb.Desk], list[object]]

ADVERSARIES = {"colleague": "wang-fang", "employer": "boss", "stranger": "chen-jie", "public": None}
DAYS = [f"2026-11-{day}" for day in range(23, 30)]


def week() -> Iterator[str]:
    for day in DAYS:
        for hour in range(24):
            yield f"{day} {hour:02}:00"


def answer(call: Callable[[], object]) -> object:
    """Return all that a caller can tell of an answer, a refusal, or a fault."""
    try:
        return call()
    except nb.Refused as refused:
        decision = refused.decision
        return decision.refusals, decision.alternatives, decision.text("en"), decision.text("zh")
    except (nb.InvalidRequest, nb.NotFound) as wrong:
        return type(wrong).__name__, str(wrong)


def heard_of(
    desk: nb.Desk, client: str, own: str, hours: Iterable[str], lists: Lists
) -> list[object]:
    """Ask about a client's hours in each way that there is, and read everything."""
    seen: list[object] = []
    consent = {"details": {"consent": 1}}
    for start in hours:
        for offering, words in (
            ("counseling", {"length": "50m", "organizer": client, **consent}),
            ("counseling", {"length": "50m", "organizer": own, "attendees": [client], **consent}),
            ("doctor", {"length": "30m", "organizer": client}),
        ):
            seen.extend(
                answer(lambda c=call, o=offering, s=start, w=words: c(o, start=s, **w))  # type: ignore[misc]
                for call in (desk.explain, desk.book)
            )
        elsewhere = {"start": start, "length": "30m", "organizer": own, "attendees": [client]}
        seen.append(answer(lambda w=elsewhere: desk.explain("doctor", **w)))  # type: ignore[misc]
    for day in DAYS:
        held = {"start": f"{day} 15:00", "length": "50m", "organizer": client, **consent}
        seen.append(answer(lambda w=held: desk.hold("counseling", **w)))  # type: ignore[misc]
    search = {"start": DAYS[0], "end": "2026-11-30", "length": "50m", "details": {"consent": 1}}
    seen.append(answer(lambda: list(desk.slots("counseling", organizer=client, **search))))  # type: ignore[arg-type]
    subjects = [{"party": client}, {"resource": "an"}, {"resource": "counsel-room"}]
    subjects.append({"offering": "counseling"})
    return [
        *seen,
        *(answer(lambda d=day: desk.day(d)) for day in DAYS),  # type: ignore[misc]
        *(answer(lambda of=of: desk.calendar(**of)) for of in subjects),  # type: ignore[misc]
        answer(lambda: list(desk.bookings())),
        answer(lambda: list(desk.bookings(party=client))),
        answer(lambda: list(desk.bookings(resource="an"))),
        answer(lambda: desk.usage(client)),
        *lists(desk),
    ]


@pytest.mark.parametrize("who", ADVERSARIES.values(), ids=ADVERSARIES.keys())
def test_an_adversary_hears_the_same_whether_there_is_a_talk_or_not(
    opened: Callable[[str], nb.Desk],
    center: str,
    counseling: Counseling,
    lists: Lists,
    who: str | None,
) -> None:
    heard = []
    for clients in (("maple",), ("birch",), ()):
        told = type(counseling)(opened(center))
        for client in clients:
            told.book("15:00", client, resource="an", alias="Maple")
        spy = told.desk.acting_as(who)
        heard.append(heard_of(spy, "maple", who or "chen-jie", week(), lists))
    assert heard[0] == heard[1]
    assert heard[0] == heard[2]


def test_the_same_questions_tell_the_client(
    opened: Callable[[str], nb.Desk], center: str, counseling: Counseling, lists: Lists
) -> None:
    heard = []
    for clients in (("maple",), ()):
        told = type(counseling)(opened(center))
        for client in clients:
            told.book("15:00", client, resource="an")
        mine = told.desk.acting_as("maple")
        heard.append(heard_of(mine, "maple", "maple", ["2026-11-24 15:00"], lists))
    assert heard[0] != heard[1]


def search(desk: nb.Desk, **more: object) -> list[nb.Slot]:
    found = desk.slots(
        "counseling",
        start="2026-11-24",
        end="2026-11-25",
        length="50m",
        details={"consent": 1},
        **more,  # type: ignore[arg-type]
    )
    return list(found)


def test_the_public_finds_neither_the_offering_nor_slots(counseling: Counseling) -> None:
    public, mine = counseling.desk.acting_as(None), counseling.desk.acting_as("maple")
    assert [offering.id for offering in public.offerings()] == ["doctor"]
    assert "counseling" in [offering.id for offering in mine.offerings()]
    with pytest.raises(nb.InvalidRequest, match="UNKNOWN_OFFERING"):
        search(public)
    assert [slot.resource for slot in search(mine)][:2] == ["an", "bai"]
    assert "an" not in [row.resource.id for row in public.day("2026-11-24").rows]


def test_a_clerk_who_books_a_doctor_for_somebody_does_not_learn_of_a_talk(
    counseling: Counseling,
) -> None:
    counseling.book("15:00", "maple", resource="an")
    asked = {
        "start": "2026-11-24 15:00",
        "length": "30m",
        "organizer": "maple",
        "attendees": ["maple"],
    }
    clerk, mine = counseling.desk.acting_as("clerk"), counseling.desk.acting_as("maple")
    assert clerk.explain("doctor", **asked).codes == ()  # type: ignore[arg-type]
    assert mine.explain("doctor", **asked).codes == ("CONFLICT_PERSON",)  # type: ignore[arg-type]


def test_a_talk_keeps_its_client_from_another_place_and_the_other_way_round(
    counseling: Counseling,
) -> None:
    counseling.desk.book(
        "doctor",
        start="2026-11-24 15:00",
        length="30m",
        organizer="maple",
        attendees=["maple"],
    )
    assert counseling.acting_as("maple").codes("15:00") == ["CONFLICT_PERSON"]


def test_the_front_desk_sees_that_the_room_is_occupied_and_nothing_else(
    counseling: Counseling,
) -> None:
    booking = counseling.book("15:00", "maple", resource="an", alias="Maple")
    clerk = counseling.desk.acting_as("clerk")
    seen = clerk.booking(booking.id)
    assert (seen.start_at, seen.end_at) == (booking.start_at, booking.end_at)
    assert (seen.organizer, seen.offering, seen.room_type, seen.details) == ("", "", "", None)
    busy = clerk.calendar(resource="counsel-room", language="zh").decode()
    assert "SUMMARY:占用" in busy
    assert "maple" not in busy.lower()


def test_ones_own_calendar_shows_it_only_if_that_was_asked_for(counseling: Counseling) -> None:
    mine = counseling.acting_as("maple")
    mine.book("15:00", alias="Maple")
    assert "SUMMARY" not in mine.desk.calendar(party="maple").decode()
    mine.book("2026-11-25 15:00", in_calendar=True)
    feed = mine.desk.calendar(party="maple", alarms=["1h"]).decode()
    assert feed.count("SUMMARY:Appointment") == 1
    assert "LOCATION" not in feed
    assert "VALARM" not in feed
    assert "counsel" not in feed.lower()


def test_a_talk_has_no_title_for_anybody(counseling: Counseling) -> None:
    booking = counseling.book("15:00", "maple")
    for who in ("maple", "clerk"):
        assert counseling.desk.acting_as(who).booking(booking.id).title == ""


def test_the_roll_counts_who_is_in_the_room_and_names_neither_client_nor_hour_of_another(
    counseling: Counseling, turn: Callable[[str], None]
) -> None:
    counseling.book("15:00")
    turn("2026-11-24 15:00")
    [found] = counseling.desk.acting_as("clerk").people.roll_call().present
    assert (found.rooms, found.headcount, found.names) == (("counsel-room",), 1, ())
