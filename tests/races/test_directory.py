"""Races of the directory: who is locked out writes nothing once that was acknowledged."""

from __future__ import annotations

import attrs

from tests.races.harness import Race, Round, Starting
from tests.races.shots import Outcome, Shot, stands

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


def acting(rooms: Race, day: Round, actor: str, organizer: str) -> list[Shot]:
    """Two changes and two cancellations in the name of one actor, each of a booking of its own."""
    ids = [
        rooms.desk.book("rooms", organizer=organizer, resource=f"r{n}", **day.hours(9, 10)).id
        for n in range(4)
    ]
    shots = [
        rooms.shot("change", ids[0], start=day.at(11)),
        rooms.shot("change", ids[1], title="Choir"),
        rooms.shot("cancel", ids[2]),
        rooms.shot("cancel", ids[3], reason="rain"),
    ]
    return [attrs.evolve(shot, actor=actor) for shot in shots]


def nothing_later(rooms: Race, party: str, outcomes: list[Outcome], *codes: str) -> None:
    """Fail if any booking is not as the list after the acknowledgment holds it."""
    [listed] = [one.others for one in outcomes if one.shot.verb.endswith("_and_list")]
    later = stands(rooms.desk, party) ^ listed
    rooms.demand(not later, f"written afterwards: {sorted(later)}", outcomes)
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


def test_who_is_disabled_changes_and_cancels_nothing_once_that_is_acknowledged(
    race: Starting, rounds: int
) -> None:
    rooms = race(ROOMS)
    for day in rooms.rounds(rounds):
        li = f"li-{rooms.center}-{day.number}"
        rooms.desk.people.register(li, name="Li")
        lock = rooms.shot("disable_and_list", li)
        outcomes = rooms.run(day, [*acting(rooms, day, li, li), lock], scattered=0.02)
        nothing_later(rooms, li, outcomes, "NOT_ALLOWED", "NOT_FOUND")


def test_a_guardian_changes_and_cancels_nothing_once_the_end_of_it_is_acknowledged(
    race: Starting, rounds: int
) -> None:
    rooms = race(ROOMS)
    for day in rooms.rounds(rounds):
        li, child = (f"{name}-{rooms.center}-{day.number}" for name in ("li", "child"))
        rooms.desk.people.register(li, name="Li")
        rooms.desk.people.register(child, name="Child", born_on="2018-01-01")
        rooms.desk.people.link(li, "guardian_of", child)
        end = rooms.shot("unlink_and_list", li, "guardian_of", child)
        outcomes = rooms.run(day, [*acting(rooms, day, li, child), end], scattered=0.02)
        nothing_later(rooms, child, outcomes, "NOT_ALLOWED", "NOT_FOUND")


def test_the_front_desk_changes_and_cancels_nothing_once_the_role_is_taken(
    race: Starting, rounds: int
) -> None:
    rooms = race(ROOMS)
    for day in rooms.rounds(rounds):
        li, other = (f"{name}-{rooms.center}-{day.number}" for name in ("li", "other"))
        rooms.desk.people.register(li, name="Li")
        rooms.desk.people.register(other, name="Other")
        rooms.desk.people.grant(li, "staff")
        end = rooms.shot("revoke_and_list", li, "staff", other)
        outcomes = rooms.run(day, [*acting(rooms, day, li, other), end], scattered=0.02)
        nothing_later(rooms, other, outcomes, "NOT_ALLOWED", "NOT_FOUND")
