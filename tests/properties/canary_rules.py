"""Who may see which field of a booking, written down a second time; no tests here.

It follows docs/explanation/privacy.md and asks nothing of the code that redacts. What is not in the
table may be seen by the trusted program alone: keys, names of people, what was told about an
attendee, what was written once and has been replaced.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

import neighborbook as nb
from tests.properties.canary_house import Announcing, People, Told

PUBLISHED = "id uid title"
OWNED = "id uid title organizer actor attendee why who"
MAY_SEE: Mapping[tuple[str, str], str] = {
    ("public", "public"): PUBLISHED,
    ("public", "member"): f"{PUBLISHED} organizer why",
    ("public", "own"): OWNED,
    ("public", "staff"): f"{OWNED} override",
    ("busy", "public"): "id",
    ("busy", "member"): "id uid organizer why",
    ("busy", "own"): OWNED,
    ("busy", "staff"): f"{OWNED} override",
    ("member", "public"): "id",
    ("member", "member"): f"{PUBLISHED} organizer why",
    ("member", "own"): OWNED,
    ("member", "staff"): f"{OWNED} override",
    # Who serves them sees whom to call and what for; the rest is told to no carer of the house.
    ("care", "carer"): "id title attendee served",
    ("sealed", "carer"): "id title attendee served",
    # A neutral title: what somebody wrote as title is none.
    ("care", "public"): "",
    ("care", "member"): "",
    ("care", "own"): "id uid organizer attendee why",
    ("care", "staff"): "id",
    ("sealed", "public"): "",
    ("sealed", "member"): "",
    ("sealed", "own"): "id",
    ("sealed", "staff"): "id",
}
"""By class and audience. ``who`` and ``why``: by whom and why something was done to it."""

DETAILS: Mapping[tuple[str, str], str] = {
    ("public", "public"): "public",
    ("public", "member"): "public member",
    ("public", "own"): "public busy member care",
    ("public", "staff"): "public busy member",
    ("busy", "own"): "public busy member care",
    ("busy", "staff"): "public busy member",
    ("member", "member"): "public member",
    ("member", "own"): "public busy member care",
    ("member", "staff"): "public busy member",
    ("care", "own"): "public busy member care",
    ("care", "carer"): "public busy member care sealed",
    ("sealed", "carer"): "public busy member care sealed",
}
"""Which details are shown, by class and audience; nobody but a carer sees those that are sealed."""

NEUTRAL = frozenset({"care", "sealed"})
"""Classes of which no calendar says more than that there is something, whoever reads it."""

FED = frozenset({"uid", "title", "public_reason"})
"""What may stand in a calendar: nothing of persons, no details, and no reasons."""


@attrs.frozen(kw_only=True)
class Planted:
    """Where a canary was planted: a field of a booking, of a closure, or of nothing that lasted."""

    field: str
    booking: str = ""


def class_of(booking: nb.Booking) -> str:
    """The class of a booking as its room type says it."""
    if booking.room_type == Announcing.name:
        told = booking.details
        return "public" if isinstance(told, Told) and told.announced else "busy"
    names = {"open": "public", "taken": "busy", "firm": "member"}
    return names.get(booking.room_type, booking.room_type)


def audience_of(booking: nb.Booking, party: str | None, people: People) -> str:
    """As whom somebody looks at a booking."""
    if party is None:
        return "public"
    if party == people.doc and class_of(booking) in NEUTRAL:
        return "carer"
    if people.role(party) in ("staff", "approver"):
        return "staff"
    if party == booking.organizer or party in [one.party for one in booking.attendees]:
        return "own"
    if people.tie(party) and booking.organizer == people.li:
        # To what is sealed a proxy is a stranger.
        sealed = party == people.aide and class_of(booking) == "sealed"
        return "public" if sealed else "own"
    if booking.organizer in people.organizations(party):
        return "own" if booking.actor == party else "member"
    return "public"


def fields_of(booking: nb.Booking, party: str | None, people: People) -> frozenset[str]:
    """The fields of a booking that somebody may see, details as ``details.care``."""
    row = class_of(booking), audience_of(booking, party, people)
    if not isinstance(booking.details, Told):  # nobody knows what it was: its plugin is gone
        return frozenset() if row[1] == "public" else frozenset({"id", "uid"})
    reads = (
        people.role(party) in ("staff", "approver")
        or party == booking.organizer
        or booking.organizer in people.organizations(party)
        or (people.tie(party) is not None and booking.organizer == people.li)
    )
    seen = set(MAY_SEE[row].split()) - (set() if reads else {"who", "why"})
    told = (f"details.{name}" for name in DETAILS.get(row, "").split())
    return frozenset({*seen, *told})


def of_closures(party: str | None, people: People) -> frozenset[str]:
    """The fields of a closure that somebody may see."""
    desk = {"reason", "closed_by"} if people.role(party) == "staff" else set[str]()
    return frozenset({"public_reason", *desk})


def allowed(
    planted: Mapping[int, Iterable[Planted]],
    bookings: Mapping[str, nb.Booking],
    party: str | None,
    people: People,
    *,
    fed: bool = False,
) -> dict[int, frozenset[str]]:
    """What somebody may see: for each canary, the fields in which she may see it.

    Args:
        bookings: as they are stored now.
        fed: in a calendar.
    """
    fields = {
        id: fields_of(booking, party, people)
        - ({"title"} if fed and class_of(booking) in NEUTRAL else set())
        for id, booking in bookings.items()
    }
    shut = of_closures(party, people)
    found: dict[int, frozenset[str]] = {}
    for number, places in planted.items():
        seen = {
            place.field
            for place in places
            if place.field in (fields.get(place.booking, ()) if place.booking else shut)
        }
        found[number] = frozenset(seen)
    return found
