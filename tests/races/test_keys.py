"""Races of one key with itself."""

from __future__ import annotations

from tests.races.harness import Starting

ROOM = """
[resource.room]
[offering.room]
places = ["room"]
POLICY
"""


def test_a_key_sent_many_times_at_once_books_once_and_answers_all(
    race: Starting, rounds: int
) -> None:
    room = race(ROOM)
    for day in room.rounds(rounds):
        key, organizer = f"req-{day.number}", f"party-{day.number}"
        shots = [room.book("room", day, 9, 10, organizer=organizer, key=key)] * 6
        outcomes = room.run(day, shots, scattered=0.01)
        room.exactly(6, outcomes)
        answered = {one.id for one in outcomes}
        made = room.ledger.bookings(room.center, organizer)
        room.demand(answered == set(made) and len(made) == 1, f"it made {made}", outcomes)


def test_a_key_with_other_arguments_is_refused_whoever_was_first(
    race: Starting, rounds: int
) -> None:
    room = race(ROOM)
    for day in room.rounds(rounds):
        key, organizer = f"req-{day.number}", f"party-{day.number}"
        shots = [
            room.book("room", day, hour, hour + 1, organizer=organizer, key=key)
            for hour in (9, 10, 11, 9, 10, 11)
        ]
        outcomes = room.run(day, shots, scattered=0.01)
        won = room.exactly(2, outcomes, "KEY_REUSED")
        made = room.ledger.bookings(room.center, organizer)
        room.demand({one.id for one in won} == set(made) and len(made) == 1, f"{made}", outcomes)


def test_a_refusal_uses_no_key(race: Starting, rounds: int) -> None:
    room = race(ROOM)
    for day in room.rounds(rounds):
        shots = [
            room.book("room", day, 9, 10, organizer=f"party-{n}", key=f"req-{day.number}-{n}")
            for n in range(4)
        ]
        outcomes = room.run(day, shots, scattered=0.01)
        [won] = room.exactly(1, outcomes, "CONFLICT_RESOURCE")
        room.exactly(1, room.run(day, [room.shot("cancel", won.id)]))
        loser = next(one for one in outcomes if one.kind == "refused")
        # Its place is free now, and its key still its own.
        room.exactly(1, [room.crew.again(loser)])


def test_a_hold_confirmed_twice_with_one_key_is_one_booking(race: Starting, rounds: int) -> None:
    room = race(ROOM)
    for day in room.rounds(rounds):
        held = room.shot("hold", "room", **day.hours(9, 10), organizer="acme")
        [made] = room.exactly(1, room.run(day, [held]))
        shots = [room.shot("confirm", made.id, title="Choir", key=f"yes-{day.number}")] * 4
        outcomes = room.run(day, shots, scattered=0.01)
        room.exactly(4, outcomes)
        acts = room.ledger.acts(room.center, made.id)
        room.demand(acts["confirm"] == 1, f"confirmed {acts['confirm']} times", outcomes)
