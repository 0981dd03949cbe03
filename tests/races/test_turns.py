"""Races of one who wants the center alone with many who book without a pause."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import attrs

import neighborbook as nb
from tests.races.harness import Race, Round, Starting
from tests.races.rooms import RaceRooms

WRITERS = 6
HAMMERING = 3.0
DEADLINE = 1.0
"""Of who wants the center alone: far shorter than the others go on."""

BEFORE = Round(-2)
"""The day before yesterday, to the clock."""

GYMS = "".join(
    f"""
[resource.gym-{n}]
capacity = 100000
[offering.gym-{n}]
places = ["gym-{n}"]
POLICY
"""
    for n in range(WRITERS)
)


def get_through(race: Race) -> int:
    """Load and tell of outages while the others go on; return how often. Nobody may be Busy."""
    until = time.monotonic() + HAMMERING - 1.5 * DEADLINE
    count = 0
    with nb.open(
        race.crew.url,
        center=race.center,
        clock=race.clock,
        plugins=(RaceRooms(),),
        deadline=DEADLINE,
    ) as desk:
        while time.monotonic() < until:
            desk.load(race.text)
            desk.outage(**BEFORE.hours(9, 10), reason="no power")
            count += 1
    return count


def test_who_wants_the_center_alone_gets_in_while_others_book_without_a_pause(
    race: Starting, rounds: int
) -> None:
    gyms = race(GYMS, **{f"gym-{n}": 100000 for n in range(WRITERS)})
    for day in gyms.rounds(max(rounds // 10, 1)):
        shots = [
            attrs.evolve(
                gyms.book(f"gym-{n}", day, 9, 10, organizer=f"party-{n}"), lasting=HAMMERING
            )
            for n in range(WRITERS)
        ]
        with ThreadPoolExecutor(1) as pool:
            hammering = pool.submit(gyms.run, day, shots)
            done = get_through(gyms)
            gyms.exactly(WRITERS, hammering.result())
        gyms.tally.winners["alone"] += done
