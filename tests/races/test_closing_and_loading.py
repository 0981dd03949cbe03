"""Races between those who book and those who close or load."""

from __future__ import annotations

from collections.abc import Sequence

from tests.races.harness import Race, Round, Starting
from tests.races.shots import Outcome

HOURS = (9, 10, 11)
ROOM = """
[resource.room]
[offering.meeting]
places = ["room"]
POLICY
[offering.choir]
places = ["room"]
POLICY
"""
OUTING = """
[resource.room]
[resource.bus]
[offering.outing]
room_type = "outing"
places = ["room"]
POLICY
"""
UPSTAIRS = """
[resource.lift]
features = ["step-free"]
[resource.room]
features = ["step-free"]
way_in = ["lift"]
[offering.meeting]
places = ["room"]
POLICY
"""
POOL = """
[resource.pool]
capacity = 3
[offering.pool]
places = ["pool"]
POLICY
"""


def judge_closing(race: Race, day: Round, outcomes: Sequence[Outcome], code: str) -> None:
    """Each hour was booked before the closure, which says so, or refused because of it."""
    closing, *booking = outcomes
    race.demand(closing.kind == "done", "closing was refused", outcomes)
    won = race.exactly(sum(one.kind == "done" for one in booking), booking, code)
    before = {one.id for one in won}
    race.demand(before == closing.others, "the closure displaces others", outcomes)
    affected = {booking.id for booking in race.desk.affected(closing.id)}
    race.demand(before == affected, "others are affected", outcomes)
    for id in before:
        seen = race.desk.booking(id)
        race.demand(seen.needs_move, "it does not say that it needs a move", outcomes)
        race.demand(race.ledger.acts(race.center, id)["close"] == 1, "it was not told", outcomes)
    there = race.desk.closures(start=day.at(9), end=day.at(12))
    race.demand(closing.id in {one.id for one in there}, "the closure is not seen", outcomes)


def test_what_is_booked_when_a_room_is_closed_is_displaced_or_refused(
    race: Starting, rounds: int
) -> None:
    room = race(ROOM)
    for day in room.rounds(rounds):
        shots = [room.book("meeting", day, hour, hour + 1) for hour in HOURS]
        closing = room.shot("close", "room", **day.hours(9, 12), reason="pipe")
        outcomes = room.run(day, [closing, *shots], scattered=0.01)
        judge_closing(room, day, outcomes, "CONFLICT_RESOURCE")


def test_what_is_booked_when_an_offering_is_closed_is_displaced_or_refused(
    race: Starting, rounds: int
) -> None:
    room = race(ROOM)
    for day in room.rounds(rounds):
        shots = [room.book("choir", day, hour, hour + 1) for hour in HOURS]
        closing = room.shot("close", "choir", **day.hours(9, 12), reason="ill")
        outcomes = room.run(day, [closing, *shots], scattered=0.01)
        judge_closing(room, day, outcomes, "CLOSED")


def test_what_takes_none_of_its_places_is_displaced_or_refused_like_all_of_its_offering(
    race: Starting, rounds: int
) -> None:
    room = race(OUTING)
    for day in room.rounds(rounds):
        shots = [room.book("outing", day, hour, hour + 1) for hour in HOURS]
        closing = room.shot("close", "outing", **day.hours(9, 12), reason="rain")
        outcomes = room.run(day, [closing, *shots], scattered=0.01)
        judge_closing(room, day, outcomes, "CLOSED")


def test_who_books_a_step_free_way_when_the_lift_is_closed_is_displaced_or_refused(
    race: Starting, rounds: int
) -> None:
    room = race(UPSTAIRS)
    for day in room.rounds(rounds):
        shots = [
            room.book("meeting", day, hour, hour + 1, features=["step-free"]) for hour in HOURS
        ]
        closing = room.shot("close", "lift", **day.hours(9, 12), reason="stuck")
        outcomes = room.run(day, [closing, *shots], scattered=0.01)
        judge_closing(room, day, outcomes, "FEATURE_MISSING")


def test_a_capacity_lowered_while_its_last_places_are_booked(race: Starting, rounds: int) -> None:
    pool = race(POOL, pool=3)
    smaller = pool.text.replace("capacity = 3", "capacity = 2")
    for day in pool.rounds(rounds):
        pool.desk.load(pool.text)
        shots = [pool.book("pool", day, 9, 10, organizer=f"party-{n}") for n in range(4)]
        outcomes = pool.run(day, [pool.shot("load", smaller), *shots], scattered=0.01)
        loading, *booking = outcomes
        pool.demand(loading.kind == "done", "loading was refused", outcomes)
        won = [one for one in booking if one.kind == "done"]
        pool.demand(len(won) in (2, 3), f"{len(won)} have won", outcomes)
        pool.exactly(len(won), booking, "FULL")
        # A third place was given only while there was one, and then the load has seen it.
        displaced = [one.id for one in won if pool.desk.booking(one.id).needs_move]
        pool.demand(len(displaced) == len(won) - 2, "the wrong ones need a move", outcomes)
        told = [id for id in displaced if id in loading.others]
        pool.demand(told == displaced, "loading did not say so", outcomes)
        for id in displaced:
            acts = pool.ledger.acts(pool.center, id)
            pool.demand(acts["lower"] == 1, f"it was told {acts['lower']} times", outcomes)


def test_what_somebody_has_just_loaded_can_be_booked_by_everybody(
    race: Starting, rounds: int
) -> None:
    room = race(ROOM)
    for day in room.rounds(rounds):
        offering = f"dance-{day.number}"
        room.desk.load(room.text.replace("[offering.choir]", f"[offering.{offering}]"))
        shots = [room.book(offering, day, 9, 10, organizer=f"party-{n}") for n in range(4)]
        room.exactly(1, room.run(day, shots, scattered=0.01), "CONFLICT_RESOURCE")


def test_two_who_load_at_once_do_so_one_after_the_other(race: Starting, rounds: int) -> None:
    pool = race(POOL, pool=9)
    for day in pool.rounds(rounds):
        texts = [pool.text.replace("capacity = 3", f"capacity = {n}") for n in (4, 5, 6)]
        before = pool.desk.load(pool.text).revision
        outcomes = pool.run(day, [pool.shot("load", text) for text in texts], scattered=0.01)
        pool.exactly(3, outcomes)
        # Each found another catalog than its own; this one may find its own.
        last = pool.desk.load(texts[0]).revision
        pool.demand(last - before in (3, 4), f"revision {before}, then {last}", outcomes)
