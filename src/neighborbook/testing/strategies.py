"""Hypothesis strategies for centers, what they give, and what is asked of them.

Start from ``catalogs``; draw ``requests`` or ``asks`` of what it gave, and open a desk with
``center_file(catalog)``. All instants are UTC seconds; periods are half-open and lie on the grid.

>>> from hypothesis import find
>>> smallest = find(catalogs(), lambda catalog: True)
>>> sorted(smallest.offerings), smallest.center.zone
(['offer-0'], 'UTC')
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs
from hypothesis import strategies as st

from neighborbook.domain.catalog import Catalog, Center
from neighborbook.domain.claim import Claim, ClaimKind
from neighborbook.domain.hours import ALL_DAY, OpeningHours, TimeRange
from neighborbook.domain.offering import DAY, HOUR, MINUTE, Offering, Place, Policy
from neighborbook.domain.party import PROGRAM, Facts
from neighborbook.domain.resource import Resource
from neighborbook.domain.seen import Ask
from neighborbook.domain.slot import Request
from neighborbook.domain.text import Text
from neighborbook.domain.times import Span, day_of, day_start, zone
from neighborbook.room_type import RoomType

MONDAY = 1_796_000_400
"""An instant around which requests are drawn: Monday, 30 November 2026, 01:00 UTC."""

ZONES = (
    "UTC",
    "Asia/Shanghai",
    "Europe/Helsinki",
    "America/Chicago",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "America/Sao_Paulo",
)
"""Zones with and without summer time, with half and quarter hours, and with a day left out."""

PARTIES = ("acme", "zeta", "li-wei")


def claims(
    *,
    leaf: str = "A",
    capacity: int = 1,
    within: Span | None = None,
    step: int = 1,
    longest: int = 8,
    layouts: Sequence[str | None] = (None, "theatre", "classroom"),
    kinds: Sequence[ClaimKind] = (ClaimKind.USE,),
) -> st.SearchStrategy[Claim]:
    """Draw claims on one leaf; they may well contradict one another.

    Args:
        within: where they start; ``[0, 40 * step)`` if not given.
        step: seconds between possible starts, ends, and lengths of buffers.
        longest: a claim is at most so many steps long, its buffers half of that.
    """
    room = within or Span(0, 40 * step)

    def made(
        start: int, length: int, before: int, after: int, amount: int, kind: ClaimKind, layout: int
    ) -> Claim:
        block = kind is ClaimKind.BLOCK
        first = room.start + start * step
        return Claim(
            owner=f"{kind.value}-{start}-{length}-{before}-{after}-{layout}",
            leaf=leaf,
            start=first,
            end=first + length * step,
            amount=amount,
            before=0 if block else before * step,
            after=0 if block else after * step,
            layout=None if block else layouts[layout],
            kind=kind,
            capacity=capacity,
        )

    return st.builds(
        made,
        st.integers(0, max(0, room.length // step - 1)),
        st.integers(1, longest),
        st.integers(0, longest // 2),
        st.integers(0, longest // 2),
        st.integers(1, capacity),
        st.sampled_from(list(kinds)),
        st.integers(0, len(layouts) - 1),
    )


@st.composite
def resources(
    draw: st.DrawFn, *, most_leaves: int = 3, most_capacity: int = 4
) -> Mapping[str, Resource]:
    """Draw the resources of a center: exclusive leaves, at times a pool and a composite."""
    leaves = [f"room-{number}" for number in range(draw(st.integers(1, most_leaves)))]
    changeover = draw(st.sampled_from([0, 0, 15 * MINUTE]))
    found = {id: Resource(id=id, name=Text.of(id), changeover=changeover) for id in leaves}
    if draw(st.booleans()):
        capacity = draw(st.integers(2, most_capacity))
        found["pool"] = Resource(id="pool", name=Text.of("pool"), capacity=capacity)
    if len(leaves) > 1 and draw(st.booleans()):
        parts = tuple(leaves[: draw(st.integers(2, len(leaves)))])
        found["hall"] = Resource(id="hall", name=Text.of("hall"), capacity=None, parts=parts)
    return found


@st.composite
def policies(draw: st.DrawFn, *, approval: bool = False) -> Policy:
    """Draw the numbers of an offering; they never contradict one another."""
    lengths = st.sampled_from([0, 0, 15 * MINUTE, 30 * MINUTE])
    return Policy(
        notice=draw(st.sampled_from([0, HOUR])),
        horizon=draw(st.sampled_from([None, 14, 90])),
        granularity=draw(st.sampled_from([30, 15, 60])),
        shortest=15 * MINUTE,
        before=draw(lengths),
        after=draw(lengths),
        cancel_notice=draw(st.sampled_from([0, 2 * HOUR])),
        open_holds=draw(st.integers(1, 3)),
        approval=draw(st.booleans()) if approval else False,
    )


@st.composite
def offerings(
    draw: st.DrawFn,
    among: Mapping[str, Resource],
    *,
    id: str = "offer-0",
    room_type: type[RoomType] = RoomType,
    approval: bool = False,
) -> Offering:
    """Draw an offering that is given in one to three of the resources."""
    places = draw(
        st.lists(st.sampled_from(sorted(among)), min_size=1, max_size=3, unique=True).map(tuple)
    )
    most = draw(st.sampled_from([None, 10]))
    return Offering(
        id=id,
        name=Text.of(id),
        room_type=room_type.name,
        places=tuple(Place(resource=place, most=most) for place in places),
        policy=draw(policies(approval=approval)),
        quotas=room_type.quotas,
        settings=room_type.settings(),
    )


@st.composite
def catalogs(
    draw: st.DrawFn,
    *,
    room_type: type[RoomType] = RoomType,
    zones: Sequence[str] = ZONES,
    approval: bool = False,
) -> Catalog:
    """Draw a center with its resources, one or two offerings, and opening hours.

    Args:
        room_type: of its offerings; its ``settings`` must have a default for everything.
        approval: some offerings may ask that bookings are approved.
    """
    found = draw(resources())
    asked = [
        draw(offerings(found, id=f"offer-{number}", room_type=room_type, approval=approval))
        for number in range(draw(st.integers(1, 2)))
    ]
    day = draw(st.sampled_from([ALL_DAY, (TimeRange(opens=480, closes=1200),)]))
    return Catalog(
        center=Center(
            id="center",
            name=Text.of("center"),
            zone=draw(st.sampled_from(list(zones))),
            hours=("office",),
        ),
        resources=found,
        offerings={offering.id: offering for offering in asked},
        hours={"office": OpeningHours(id="office", weekly=(day,) * 7)},
    )


@st.composite
def requests(draw: st.DrawFn, catalog: Catalog, *, around: int = MONDAY, days: int = 3) -> Request:
    """Draw a request that a desk takes without a fault; it may well be refused.

    Args:
        around: it starts on this instant's civil day or one of the ``days`` after it.
    """
    offering = catalog.offerings[draw(st.sampled_from(sorted(catalog.offerings)))]
    where, step = zone(catalog.center.zone), offering.policy.granularity * MINUTE
    midnight = day_start(day_of(around, where), where)
    start = midnight + step * draw(st.integers(0, days * DAY // step))
    resource = draw(st.sampled_from([None, *(place.resource for place in offering.places)]))
    return Request(
        offering=offering.id,
        start=start,
        end=start + step * draw(st.integers(1, 4 * HOUR // step)),
        organizer=draw(st.sampled_from(PARTIES)),
        headcount=draw(st.integers(1, 12)),
        resource=resource,
    )


@st.composite
def asks(
    draw: st.DrawFn,
    catalog: Catalog,
    *,
    room_type: type[RoomType] = RoomType,
    now: int = MONDAY,
    facts: Mapping[str, Facts] | None = None,
) -> Ask:
    """Draw a request as a room type gets it, with the ``details`` at their defaults."""
    request = draw(requests(catalog, around=now))
    return Ask(
        request=attrs.evolve(request, details=room_type.details()),
        offering=catalog.offerings[request.offering],
        catalog=catalog,
        actor=PROGRAM,
        now=now,
        facts=facts or {},
    )


def center_file(catalog: Catalog) -> str:
    """Return a drawn catalog as the text of a center file, which ``desk.load`` takes.

    It writes what these strategies draw, no more: no quotas, settings, or dated hours.

    >>> from hypothesis import find
    >>> print(center_file(find(catalogs(), lambda catalog: True)).splitlines()[0])
    center = { id = "center", zone = "UTC", hours = ["office"] }
    """
    center = catalog.center
    lines = [f'center = {{ id = "{center.id}", zone = "{center.zone}", hours = ["office"] }}']
    for hours in catalog.hours.values():
        ranges = ", ".join(one.text for one in hours.weekly[0])
        lines.append(f'hours.{hours.id} = {{ daily = "{ranges}" }}')
    for resource in catalog.resources.values():
        parts = ", ".join(f'"{part}"' for part in resource.parts)
        body = f"capacity = {resource.capacity}, changeover = {_length(resource.changeover)}"
        lines.append(f"resource.{resource.id} = {{ {f'parts = [{parts}]' if parts else body} }}")
    for offering in catalog.offerings.values():
        lines.append(f"[offering.{offering.id}]")
        lines.append(f'room_type = "{offering.room_type}"')
        places = ", ".join(
            f'{{ resource = "{place.resource}"'
            + (f", most = {place.most}" if place.most is not None else "")
            + " }"
            for place in offering.places
        )
        lines.append(f"places = [{places}]")
        lines.extend(_policy_lines(offering.policy))
    return "\n".join(lines) + "\n"


def _policy_lines(policy: Policy) -> list[str]:
    return [
        f"horizon = {policy.horizon if policy.horizon is not None else chr(34) + 'none' + chr(34)}",
        f"open_holds = {policy.open_holds}",
        f"approval = {str(policy.approval).lower()}",
        f"granularity = {_length(policy.granularity * MINUTE)}",
        *(
            f"{name} = {_length(getattr(policy, name))}"
            for name in ("notice", "shortest", "before", "after", "cancel_notice")
        ),
    ]


def _length(seconds: int) -> str:
    return f'"{seconds // MINUTE}m"'
