"""The public finds nothing of counseling in any list, nor by naming it; who is known finds it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import attrs
import pytest

import neighborbook as nb

if TYPE_CHECKING:
    from conftest import Counseling

Lists = Callable[[nb.Desk], list[object]]
SEARCH: Any = {
    "offering": "counseling",
    "start": "2026-11-24",
    "end": "2026-11-25",
    "length": "50m",
    "details": {"consent": 1},
}


def told(call: Callable[[], object]) -> str:
    """Return what is answered, or why it is not."""
    try:
        return str(call())
    except (nb.Refused, nb.InvalidRequest, nb.NotFound) as error:
        return f"{type(error).__name__} {error}"


HIDDEN = ("counsel", "an", "bai", "counsel-room", "counseling")


def named(desk: nb.Desk, id: str) -> list[str]:
    """Name something wherever a name can stand; it is left out of the answers."""
    at = {"start": "2026-11-24 15:00", "length": "50m", "organizer": "maple"}
    search = {"start": "2026-11-24", "end": "2026-11-25", "length": "50m"}
    slot = nb.Slot(request=nb.Request(offering=id, start=1, end=2, organizer="maple"), zone="UTC")
    calls: list[Callable[[], object]] = [
        lambda: desk.explain(id, **at),  # type: ignore[arg-type]
        lambda: desk.book(id, **at),  # type: ignore[arg-type]
        lambda: desk.hold(id, **at),  # type: ignore[arg-type]
        lambda: desk.book(slot),
        lambda: desk.explain("doctor", resource=id, **at),  # type: ignore[arg-type]
        lambda: list(desk.slots(id, **search)),  # type: ignore[arg-type]
        lambda: list(desk.slots(room_type=id, **search)),  # type: ignore[arg-type]
        lambda: list(desk.slots(room_type="doctor", resource=id, **search)),  # type: ignore[arg-type]
        lambda: list(desk.bookings(offering=id)),
        lambda: list(desk.bookings(resource=id)),
        lambda: desk.calendar(offering=id),
        lambda: desk.calendar(resource=id, busy=True),
        lambda: desk.close(id, start="2026-11-24", end="2026-11-25"),
        lambda: desk.people.link("maple", "provider_of", id),
        lambda: desk.people.grant("maple", "carer", room_types=[id]),
    ]
    return [told(call).replace(repr(id), "").replace(f": {id})", "") for call in calls]


@pytest.mark.parametrize("id", HIDDEN)
def test_to_the_public_what_is_sealed_is_like_what_does_not_exist(
    counseling: Counseling, id: str
) -> None:
    public = counseling.desk.acting_as(None)
    assert named(public, id) == named(public, "zzz")


def test_no_list_that_the_public_reads_names_what_is_sealed(
    counseling: Counseling, lists: Lists
) -> None:
    desk = counseling.desk
    for subject in ("an", "counsel-room", "counseling", "anping"):
        desk.close(subject, start="2026-11-24", end="2026-11-25", reason="ill")
    public = desk.acting_as(None)
    assert public.center == attrs.evolve(desk.center, plugins=())
    [closure] = public.closures()
    assert (closure.subject, [take.leaf for take in closure.takes]) == ("anping", ["dr-a"])
    assert [row.resource.id for row in public.day("2026-11-24").rows] == ["dr-a"]
    heard = [*lists(public), public.day("2026-11-24"), public.calendar(resource="dr-a")]
    late = public.explain("doctor", start="2026-11-20", length="30m", organizer="chen-jie")
    said = repr([*heard, late, late.names])
    assert [word for word in ("bai", "counsel", "'an'") if word in said] == []


def test_a_client_who_is_known_finds_it_all(counseling: Counseling) -> None:
    counseling.desk.close("an", start="2026-11-24", end="2026-11-25", public_reason="Away")
    mine = counseling.desk.acting_as("maple")
    assert {"an", "bai", "counsel-room"} <= {each.id for each in mine.resources()}
    assert "counsel" in mine.room_types()
    assert [(each.subject, each.public_reason) for each in mine.closures()] == [("an", "Away")]
    assert {slot.resource for slot in mine.slots(**SEARCH)} == {"bai"}
    with pytest.raises(nb.InvalidRequest, match="counseling"):
        list(mine.bookings(offering="nothing"))


def locked_out(desk: nb.Desk, how: str) -> nb.Desk:
    """Return the desk of somebody who was known until now."""
    desk.people.register("mate", name="Mate")
    mate = desk.acting_as("mate")
    assert "counsel" in mate.room_types()
    desk.people.disable("mate") if how == "disabled" else desk.people.erase("mate")
    return mate


@pytest.mark.parametrize("how", ["disabled", "erased"])
def test_to_who_is_locked_out_it_is_what_it_is_to_the_public(
    counseling: Counseling, lists: Lists, how: str
) -> None:
    desk = counseling.desk
    for subject in ("an", "counsel-room", "counseling", "anping"):
        desk.close(subject, start="2026-11-24", end="2026-11-25", reason="ill")
    mate, public = locked_out(desk, how), desk.acting_as(None)
    for id in HIDDEN:
        assert named(mate, id) == named(mate, "zzz")
    late = mate.explain("doctor", start="2026-11-20", length="30m", organizer="mate")
    heard = [*lists(mate), mate.day("2026-11-24"), mate.calendar(resource="dr-a")]
    said = repr([*heard, late, late.names])
    assert [word for word in ("bai", "counsel", "'an'") if word in said] == []
    assert mate.day("2026-11-24") == public.day("2026-11-24")
    assert (mate.center, mate.closures()) == (public.center, public.closures())
    desk.people.enable("mate") if how == "disabled" else None
    assert ("counsel" in mate.room_types()) is (how == "disabled")
