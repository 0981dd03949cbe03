"""Races for what is no place: a firm's last hours, and a person who is served."""

from __future__ import annotations

from tests.races.harness import Starting

ROOMS = """
[resource.r0]
[resource.r1]
[resource.r2]
[resource.r3]
[offering.rooms]
places = ["r0", "r1", "r2", "r3"]
POLICY
"""
QUOTA = ROOMS + 'quota = { amount = "2h", per = "month", over = "refuse" }\n'
SERVING = ROOMS + 'room_type = "serving"\n'
HOLDS = ROOMS + "open_holds = 1\n"


def test_of_two_rooms_for_a_firms_last_hour_one_is_given(race: Starting, rounds: int) -> None:
    rooms = race(QUOTA)
    for day in rooms.rounds(rounds):
        firm = f"firm-{day.number}"
        before = rooms.book("rooms", day, 11, 12, organizer=firm)
        rooms.exactly(1, rooms.run(day, [before]))
        shots = [
            rooms.book("rooms", day, 9, 10, organizer=firm, resource=f"r{n}") for n in range(4)
        ]
        outcomes = rooms.run(day, shots, scattered=0.01)
        rooms.exactly(1, outcomes, "QUOTA")
        spent = rooms.ledger.used(rooms.center, f"rooms/hours/{firm}")
        rooms.demand(spent == 7200, f"{spent} s were spent of 7200", outcomes)


def test_two_firms_in_two_rooms_do_not_hinder_one_another(race: Starting, rounds: int) -> None:
    rooms = race(QUOTA)
    for day in rooms.rounds(rounds):
        shots = [
            rooms.book("rooms", day, 9, 11, organizer=f"firm-{n}-{day.number}", resource=f"r{n}")
            for n in range(4)
        ]
        rooms.exactly(4, rooms.run(day, shots, scattered=0.01))


def test_a_firm_has_no_more_open_holds_than_it_may(race: Starting, rounds: int) -> None:
    rooms = race(HOLDS)
    for day in rooms.rounds(rounds):
        firm = f"firm-{day.number}"
        shots = [
            rooms.shot("hold", "rooms", **day.hours(9, 10), organizer=firm, resource=f"r{n}")
            for n in range(4)
        ]
        rooms.exactly(1, rooms.run(day, shots, scattered=0.01), "QUOTA")


def test_nobody_is_served_in_two_places_at_once(race: Starting, rounds: int) -> None:
    rooms = race(SERVING)
    for day in rooms.rounds(rounds):
        shots = [
            rooms.book(
                "rooms", day, 9, 10, organizer=f"firm-{n}", resource=f"r{n}", attendees=["li-wei"]
            )
            for n in range(4)
        ]
        outcomes = rooms.run(day, shots, scattered=0.01)
        rooms.exactly(1, outcomes, "CONFLICT_PERSON")


def test_two_groups_that_share_a_person_cannot_both_be_served(race: Starting, rounds: int) -> None:
    rooms = race(SERVING)
    for day in rooms.rounds(rounds):
        groups = [["li-wei", "wang-fang"], ["wang-fang", "chen-jie"], ["chen-jie", "li-wei"]]
        shots = [
            rooms.book("rooms", day, 9, 10, resource=f"r{n}", attendees=group)
            for n, group in enumerate(groups)
        ]
        outcomes = rooms.run(day, shots, scattered=0.01)
        rooms.exactly(1, outcomes, "CONFLICT_PERSON")
