"""Who is asked about cannot be booked elsewhere while the answer is being judged."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import attrs
import pytest

import neighborbook as nb
from neighborbook.testing import MONDAY, SetClock

CENTER = """
center = { id = "center", zone = "UTC" }
resource.A = {}
resource.B = {}
offering.once = { room_type = "once", places = ["A"] }
offering.plain = { places = ["B"] }
"""


class Once(nb.RoomType):
    """A room for who has no other booking at all; ``meanwhile`` is called as it judges."""

    name = "once"
    meanwhile: Callable[[], None] | None = None

    def demand(self, ask: nb.Ask) -> nb.Demand:
        question = nb.PartyBookings(party=ask.request.organizer, start=0, end=1 << 40)
        return attrs.evolve(super().demand(ask), questions=(question,))

    def check(
        self, ask: nb.Ask, candidates: tuple[nb.Candidate, ...], seen: nb.Seen
    ) -> Iterator[tuple[nb.Candidate, nb.Refusal]]:
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            meanwhile()
        for candidate in candidates:
            if any(seen.answers.values()):
                yield (
                    candidate,
                    nb.Refusal(code="X_TWICE", rule="once", severity=nb.Severity.HARD),
                )


class Bringing:
    """Brings the room type of this test."""

    name = "bringing"
    api = 1

    def __init__(self, kind: nb.RoomType) -> None:
        self.kind = kind

    @nb.hookimpl
    def register_room_types(self) -> list[nb.RoomType]:
        return [self.kind]


@pytest.mark.parametrize("come", [{"organizer": "li"}, {"organizer": "acme", "attendees": ["li"]}])
def test_a_booking_of_somebody_asked_about_waits_for_the_answer(
    database_url: str, come: dict[str, object]
) -> None:
    kind, clock = Once(), SetClock(MONDAY)
    path = database_url.removeprefix("sqlite:///")
    outcomes: list[object] = []

    def book() -> None:
        try:
            at = MONDAY + 86_400
            outcomes.append(other.book("plain", start=wall(at), length="1h", **come))  # type: ignore[arg-type]
        except nb.Busy as busy:
            outcomes.append(busy)

    def meanwhile() -> None:
        thread = threading.Thread(target=book)
        thread.start()
        thread.join()

    with (
        nb.open(path, center="center", clock=clock, plugins=(Bringing(kind),)) as desk,
        nb.open(
            path, center="center", clock=clock, plugins=(Bringing(Once()),), deadline=1.0
        ) as other,
    ):
        desk.load(CENTER)
        assert other.offerings()
        kind.meanwhile = meanwhile
        desk.book("once", start=wall(MONDAY + 90_000), length="1h", organizer="li")
        assert [type(one) for one in outcomes] == [nb.Busy]


def wall(instant: int) -> str:
    """Return an instant as callers write it."""
    return datetime.fromtimestamp(instant, UTC).isoformat()
