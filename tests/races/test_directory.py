"""Races of the directory: who is locked out books nothing once that was acknowledged."""

from __future__ import annotations

import attrs

from tests.races.harness import Race, Round, Starting
from tests.races.shots import Outcome, Shot

ROOMS = """
[resource.r0]
[resource.r1]
[resource.r2]
[resource.r3]
[offering.rooms]
places = ["r0", "r1", "r2", "r3"]
POLICY
"""


def booking(rooms: Race, day: Round, actor: str, organizer: str) -> list[Shot]:
    """Four bookings, each in a room of its own, in the name of one actor."""
    shots = [
        rooms.book("rooms", day, 9, 10, organizer=organizer, resource=f"r{n}") for n in range(4)
    ]
    return [attrs.evolve(shot, actor=actor) for shot in shots]


def nothing_later(rooms: Race, party: str, outcomes: list[Outcome], *codes: str) -> None:
    """Fail if there is a booking that the list after the acknowledgment did not hold."""
    [listed] = [one.others for one in outcomes if one.shot.verb.endswith("_and_list")]
    there = {each.id for each in rooms.desk.bookings(party=party)}
    rooms.demand(there == listed, f"{len(there - listed)} were booked afterwards", outcomes)
    lost = [one for one in outcomes if one.kind == "refused"]
    rooms.demand(all(set(one.codes) <= set(codes) for one in lost), "the wrong code", outcomes)


def test_who_is_disabled_books_nothing_once_that_is_acknowledged(
    race: Starting, rounds: int
) -> None:
    rooms = race(ROOMS)
    for day in rooms.rounds(rounds):
        li = f"li-{rooms.center}-{day.number}"
        rooms.desk.people.register(li, name="Li")
        lock = rooms.shot("disable_and_list", li)
        outcomes = rooms.run(day, [*booking(rooms, day, li, li), lock], scattered=0.02)
        nothing_later(rooms, li, outcomes, "NOT_ALLOWED", "NOT_MEMBER")


def test_a_proxy_books_nothing_once_the_end_of_it_is_acknowledged(
    race: Starting, rounds: int
) -> None:
    rooms = race(ROOMS)
    for day in rooms.rounds(rounds):
        li, elder = (f"{name}-{rooms.center}-{day.number}" for name in ("li", "elder"))
        rooms.desk.people.register(li, name="Li")
        rooms.desk.people.register(elder, name="Elder")
        rooms.desk.people.link(li, "proxy_for", elder, until="2040-01-01")
        end = rooms.shot("unlink_and_list", li, "proxy_for", elder)
        outcomes = rooms.run(day, [*booking(rooms, day, li, elder), end], scattered=0.02)
        nothing_later(rooms, elder, outcomes, "NOT_AUTHORIZED_FOR")
