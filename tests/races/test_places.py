"""Races for places: one slot, the hall and its parts, the last places of a pool."""

from __future__ import annotations

from tests.races.harness import Starting

ROOM = """
[resource.room]
[offering.room]
places = ["room"]
POLICY
"""
HALL = """
[resource.A]
[resource.B]
[resource.AB]
parts = ["A", "B"]
[offering.hall]
places = ["A", "B", "AB"]
POLICY
"""
POOL = """
[resource.pool]
capacity = 3
[offering.pool]
places = ["pool"]
POLICY
"""
SEATS = """
[resource.seats]
capacity = 5
[offering.seats]
room_type = "seats"
places = ["seats"]
POLICY
"""


def test_of_twenty_at_one_slot_exactly_one_gets_it(race: Starting, rounds: int) -> None:
    slot = race(ROOM)
    for day in slot.rounds(rounds):
        shots = [slot.book("room", day, 9, 10, organizer=f"party-{n}") for n in range(20)]
        outcomes = slot.run(day, shots, scattered=0.02)
        slot.exactly(1, outcomes, "CONFLICT_RESOURCE")


def test_the_hall_blocks_its_parts_and_each_part_the_hall(race: Starting, rounds: int) -> None:
    hall = race(HALL)
    for day in hall.rounds(rounds):
        wanted = ["AB", "A", "B", "AB", "B", "A"]
        shots = [hall.book("hall", day, 9, 10, resource=place) for place in wanted]
        outcomes = hall.run(day, shots, scattered=0.01)
        got = sorted(one.resource for one in outcomes if one.kind == "done")
        hall.demand(got in (["AB"], ["A", "B"]), f"{got} were given together", outcomes)
        hall.exactly(len(got), outcomes, "CONFLICT_RESOURCE")


def test_the_last_places_of_a_pool_are_all_given_and_none_twice(
    race: Starting, rounds: int
) -> None:
    pool = race(POOL, pool=3)
    for day in pool.rounds(rounds):
        shots = [pool.book("pool", day, 9, 10, organizer=f"party-{n}") for n in range(8)]
        outcomes = pool.run(day, shots, scattered=0.01)
        pool.exactly(3, outcomes, "FULL")


def test_the_peak_of_a_pool_counts_not_the_sum(race: Starting, rounds: int) -> None:
    pool = race(POOL, pool=3)
    for day in pool.rounds(rounds):
        spans = [(9, 10), (10, 11), (11, 12), (9, 12), (9, 12), (9, 11), (10, 12), (9, 12)]
        outcomes = pool.run(day, [pool.book("pool", day, *span) for span in spans], scattered=0.01)
        got = [one for one in outcomes if one.kind == "done"]
        # Each hour holds three; who fits beside whom depends on who came first.
        pool.demand(3 <= len(got) <= 5, f"{len(got)} have won", outcomes)
        pool.exactly(len(got), outcomes, "FULL")


def test_groups_of_all_sizes_never_take_more_seats_than_there_are(
    race: Starting, rounds: int
) -> None:
    seats = race(SEATS, seats=5)
    for day in seats.rounds(rounds):
        sizes = [2, 2, 2, 1, 1, 3, 2, 1]
        shots = [seats.book("seats", day, 9, 10, headcount=size) for size in sizes]
        outcomes = seats.run(day, shots, scattered=0.01)
        got = sum(sizes[one.seat] for one in outcomes if one.kind == "done")
        # Three single ones are there, so nothing can be left.
        seats.demand(got == 5, f"{got} of 5 seats were given", outcomes)
        won = sum(one.kind == "done" for one in outcomes)
        seats.exactly(won, outcomes, "FULL", "INSUFFICIENT", same=False)
