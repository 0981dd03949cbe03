"""A slot can be made by hand; what it holds is read like the words of a call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import pytest

import neighborbook as nb

ROOM = 'resource.A = {}\n[offering.room]\nroom_type = "noted"\nplaces = ["A"]\n'


@nb.details
class Notes:
    """What is asked."""

    memo: str = nb.asks(
        label="Memo", label_zh="备注", privacy=nb.Privacy.MEMBER, default="", most=20
    )


class Noted(nb.RoomType):
    """A room with a memo."""

    name = "noted"
    details = Notes


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"details": Notes(memo="x" * 1_000_000)}, "details.memo"),
        ({"details": Notes(memo="one\nline")}, "details.memo"),
        ({"details": 3}, "details"),
        ({"features": "piano"}, "features"),
        ({"features": frozenset({"piano"})}, "features"),
        ({"features": 3}, "features"),
        ({"ttl": "10m"}, "ttl"),
        ({"ttl": -1}, "ttl"),
    ],
)
def test_what_a_slot_holds_is_read_again(
    opened: Callable[..., nb.Desk], given: dict[str, Any], path: str
) -> None:
    desk = opened(ROOM, Noted())
    [slot] = desk.slots(
        "room", start="2026-12-02 10:00", end="2026-12-02 11:00", length="1h", organizer="acme"
    )
    bent = attrs.evolve(slot, request=attrs.evolve(slot.request, **given))
    with pytest.raises(nb.InvalidRequest) as wrong:
        desk.hold(bent)
    assert [fault.path for fault in wrong.value.faults] == [path]
    assert desk.hold(slot, details={"memo": "fine"}).details == Notes(memo="fine")
