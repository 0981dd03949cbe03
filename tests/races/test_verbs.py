"""Races between what is done to one booking, and between time and those who use it."""

from __future__ import annotations

from typing import Any

from tests.races.harness import HOUR, NOW, Race, Round, Starting

ROOM = """
[resource.room]
[offering.room]
places = ["room"]
POLICY
"""
APPROVED = ROOM + "approval = true\n"
TTL = 600
LAPSE = NOW + TTL


def asked(race: Race, day: Round, verb: str = "book") -> str:
    """Book or hold the room from nine to ten, alone; return the id."""
    words: dict[str, Any] = {"ttl": "10m"} if verb == "hold" else {}
    shot = race.shot(verb, "room", **day.hours(9, 10), organizer="acme", **words)
    [made] = race.run(day, [shot])
    race.demand(made.kind == "done", "the first booking was refused", [made])
    return made.id


def test_a_request_is_approved_once_by_whoever_is_first(race: Starting, rounds: int) -> None:
    room = race(APPROVED)
    for day in room.rounds(rounds):
        id = asked(room, day)
        outcomes = room.run(day, [room.shot("approve", id)] * 4, scattered=0.01)
        [won] = room.exactly(1, outcomes, "STATE")
        room.demand((won.state, won.version) == ("confirmed", 2), "not confirmed once", outcomes)
        room.demand(room.ledger.acts(room.center, id)["approve"] == 1, "noted twice", outcomes)


def test_a_request_is_approved_or_declined_never_both(race: Starting, rounds: int) -> None:
    room = race(APPROVED)
    for day in room.rounds(rounds):
        id = asked(room, day)
        verbs = ["approve", "decline", "approve", "decline"]
        outcomes = room.run(day, [room.shot(verb, id) for verb in verbs], scattered=0.01)
        [won] = room.exactly(1, outcomes, "STATE")
        stands = room.desk.booking(id).state.value
        meant = "confirmed" if won.shot.verb == "approve" else "void"
        room.demand(stands == won.state == meant, f"it is {stands}", outcomes)


def test_a_hold_is_confirmed_before_it_lapses_or_its_place_goes_to_another(
    race: Starting, rounds: int
) -> None:
    room = race(ROOM)
    for day in room.rounds(rounds):
        id = asked(room, day, "hold")
        # The clocks of two machines differ by a second: one sees it held, for the other it has
        # lapsed at this very instant.
        outcomes = room.run(
            day,
            [
                room.shot("confirm", id, now=LAPSE - 1),
                room.book("room", day, 9, 10, organizer="bolt", now=LAPSE),
                room.shot("settle", now=LAPSE),
                room.book("room", day, 9, 10, organizer="corp", now=LAPSE),
            ],
            scattered=0.01,
        )
        confirming, *others = outcomes
        # Who only reads may see the hold go while nobody has taken its place yet.
        settling = [one for one in outcomes if one.shot.verb == "settle"]
        booking = [one for one in others if one.shot.verb == "book"]
        room.demand(all(one.kind == "done" for one in settling), "settle was refused", outcomes)
        room.exactly(1, [confirming, *booking], "STATE", "CONFLICT_RESOURCE")
        acts = room.ledger.acts(room.center, id)
        told = (acts["confirm"], acts["lapse"])
        meant = (1, 0) if confirming.kind == "done" else (0, 1)
        room.demand(told == meant, f"confirmed {told[0]} times, lapsed {told[1]} times", outcomes)
        room.demand(sum(one.count for one in settling) <= told[1], "settled too much", outcomes)


def test_at_the_instant_itself_a_hold_has_lapsed_for_everybody(race: Starting, rounds: int) -> None:
    room = race(ROOM)
    for day in room.rounds(rounds):
        id = asked(room, day, "hold")
        shots = [
            room.shot("confirm", id, now=LAPSE),
            room.book("room", day, 9, 10, organizer="bolt", now=LAPSE),
            room.book("room", day, 9, 10, organizer="corp", now=LAPSE),
            room.shot("settle", now=LAPSE),
            room.shot("settle", now=LAPSE),
        ]
        outcomes = room.run(day, shots, scattered=0.01)
        confirming, bolt, corp, *_ = outcomes
        room.exactly(0, [confirming], "STATE")
        room.exactly(1, [bolt, corp], "CONFLICT_RESOURCE")
        acts = room.ledger.acts(room.center, id)
        room.demand(acts["lapse"] == 1, f"lapsed {acts['lapse']} times", outcomes)


def test_until_it_lapses_a_hold_keeps_everybody_away_but_its_own(
    race: Starting, rounds: int
) -> None:
    room = race(ROOM)
    for day in room.rounds(rounds):
        id = asked(room, day, "hold")
        shots = [
            room.shot("confirm", id, now=LAPSE - 1),
            room.book("room", day, 9, 10, organizer="bolt", now=LAPSE - 1),
            room.shot("settle", now=LAPSE - 1),
        ]
        confirming, bolt, settling = room.run(day, shots, scattered=0.01)
        room.exactly(1, [confirming])
        # Before or after the confirming: a hold is in the way, or a booking.
        room.exactly(0, [bolt], "HELD_BY_OTHER", "CONFLICT_RESOURCE", same=False)
        room.demand(settling.count == 0, "a hold was settled too early", [settling])


def test_cancelled_at_last_whatever_a_change_did_before(race: Starting, rounds: int) -> None:
    room = race(ROOM)
    for day in room.rounds(rounds):
        id = asked(room, day)
        shots = [room.shot("cancel", id), room.shot("change", id, start=day.at(10))]
        cancelling, changing = outcomes = room.run(day, shots, scattered=0.01)
        room.exactly(1, [cancelling])
        room.exactly(int(changing.kind == "done"), [changing], "STATE")
        stands = room.desk.booking(id).state.value
        room.demand(stands == "void", f"it is {stands}", outcomes)
        left = room.ledger.claims(room.center, day.start, day.start + 24 * HOUR, NOW)
        room.demand(not left, "a cancelled booking holds a place", outcomes)


def test_of_those_who_saw_one_version_exactly_one_may_act_on_it(
    race: Starting, rounds: int
) -> None:
    room = race(ROOM)
    for day in room.rounds(rounds):
        id = asked(room, day)
        shots = [
            room.shot("cancel", id, version=1),
            room.shot("change", id, start=day.at(10), version=1),
            room.shot("change", id, start=day.at(11), version=1),
            room.shot("change", id, title="Choir", version=1),
        ]
        outcomes = room.run(day, shots, scattered=0.01)
        [won] = room.exactly(1, outcomes, "STALE_VERSION")
        room.demand(won.version == 2, f"its version is {won.version}", outcomes)


def test_a_change_and_a_booking_never_get_the_same_place(race: Starting, rounds: int) -> None:
    room = race(ROOM)
    for day in room.rounds(rounds):
        id = asked(room, day)
        shots = [
            room.shot("change", id, start=day.at(10)),
            room.book("room", day, 10, 11, organizer="bolt"),
            room.book("room", day, 10, 12, organizer="corp"),
        ]
        outcomes = room.run(day, shots, scattered=0.01)
        room.exactly(1, outcomes, "CONFLICT_RESOURCE")
        if outcomes[0].kind == "refused":
            keeps = room.desk.booking(id)
            kept = (keeps.start_at, keeps.version) == (day.instant(9), 1)
            room.demand(kept, "a refused change left its mark", outcomes)


def test_two_bookings_cannot_change_into_one_place(race: Starting, rounds: int) -> None:
    room = race(ROOM)
    for day in room.rounds(rounds):
        ids = [asked(room, day), later(room, day)]
        shots = [room.shot("change", id, start=day.at(11)) for id in ids]
        outcomes = room.run(day, shots, scattered=0.01)
        room.exactly(1, outcomes, "CONFLICT_RESOURCE")


def later(race: Race, day: Round) -> str:
    """Book the room from ten to eleven, alone; return the id."""
    [made] = race.run(day, [race.book("room", day, 10, 11, organizer="bolt")])
    race.demand(made.kind == "done", "the second booking was refused", [made])
    return made.id
